package io.github.etcdrunbook.ssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the inventory says about reaching a host; all that is left open comes from the SSH
 * configuration. Immutable.
 *
 * @param address what one would type after {@code ssh}
 * @param jump a host in between, as {@code ProxyJump} writes it
 */
public record SshSettings(
    String name,
    String address,
    OptionalInt port,
    Optional<String> user,
    SshTarget.Become become,
    Files files,
    Optional<String> jump) {
  /** Rejects missing parts. */
  public SshSettings {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(port, "port");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(become, "become");
    Objects.requireNonNull(files, "files");
    Objects.requireNonNull(jump, "jump");
  }

  /** Settings that leave everything but the address to the SSH configuration. */
  public static SshSettings of(String name, String address) {
    return new SshSettings(
        name,
        address,
        OptionalInt.empty(),
        Optional.empty(),
        SshTarget.Become.NONE,
        Files.NONE,
        Optional.empty());
  }

  /** Key files and known hosts files that the inventory names; empty lists leave it open. */
  public record Files(List<Path> keys, List<Path> knownHosts) {
    /** No files named. */
    public static final Files NONE = new Files(List.of(), List.of());

    /** Copies the lists. */
    public Files {
      keys = List.copyOf(keys);
      knownHosts = List.copyOf(knownHosts);
    }
  }
}
