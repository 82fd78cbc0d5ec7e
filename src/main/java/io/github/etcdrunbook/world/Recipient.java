package io.github.etcdrunbook.world;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * For whom files are encrypted and with which program, written {@code age:KEY} or {@code
 * gpg:FINGERPRINT}. The key is a public one and named in full, so that it means one key whatever
 * else a keyring holds. Immutable.
 */
public record Recipient(Tool tool, String key) {
  private static final String AGE_KEY = "age1[0-9a-z]{20,4000}";
  private static final String SSH_KEY =
      "(ssh-ed25519|ssh-rsa) [A-Za-z0-9+/]{40,4000}={0,2}( [ -~]{0,200})?";
  private static final String FINGERPRINT = "[0-9A-F]{40}|[0-9A-F]{64}";

  /** The programs that encrypt. */
  public enum Tool {
    /** The program age; its keys are age1... and public keys of SSH. */
    AGE("age"),
    /** GnuPG; its keys are fingerprints of its keyring. */
    GPG("gpg");

    private final String program;

    Tool(String program) {
      this.program = program;
    }

    /** The name of the program, and of the file ending. */
    @Override
    public String toString() {
      return program;
    }
  }

  /** Rejects null. */
  public Recipient {
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(key, "key");
  }

  /** Reads what a person wrote; empty when it does not name one key of one program. */
  public static Optional<Recipient> read(String text) {
    if (text.startsWith("age:")) {
      String key = text.substring("age:".length()).strip();
      return key.matches(AGE_KEY) || key.matches(SSH_KEY)
          ? Optional.of(new Recipient(Tool.AGE, key))
          : Optional.empty();
    }
    if (text.startsWith("gpg:")) {
      String key = text.substring("gpg:".length()).replaceAll("[ :]", "").toUpperCase(Locale.ROOT);
      return key.matches(FINGERPRINT)
          ? Optional.of(new Recipient(Tool.GPG, key))
          : Optional.empty();
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return tool + ":" + key;
  }
}
