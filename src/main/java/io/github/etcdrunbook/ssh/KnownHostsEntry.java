package io.github.etcdrunbook.ssh;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One line of a known hosts file, with everything that sshd(8) allows in it: a marker, host
 * patterns (globs, negations, ports) or a hashed name, and a key. Immutable.
 *
 * @param key in Base64, as it stands in the file
 */
record KnownHostsEntry(Marker marker, String hosts, String key) {
  /** What the line says of the key. */
  enum Marker {
    /** It is the host's. */
    NONE(""),
    /** It signs certificates of hosts. */
    CERT_AUTHORITY("@cert-authority"),
    /** Nobody may use it. */
    REVOKED("@revoked");

    private final String text;

    Marker(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** Reads a line; empty for comments and for what cannot be read. */
  static Optional<KnownHostsEntry> parse(String line) {
    List<String> words = List.of(line.strip().split("\\s+"));
    Optional<Marker> marker =
        Arrays.stream(Marker.values())
            .filter(each -> each != Marker.NONE && each.text().equals(words.getFirst()))
            .findFirst();
    int from = marker.isPresent() ? 1 : 0;
    if (words.size() < from + 3 || words.getFirst().startsWith("#")) {
      return Optional.empty();
    }
    return Optional.of(
        new KnownHostsEntry(marker.orElse(Marker.NONE), words.get(from), words.get(from + 2)));
  }

  /** Whether the line is about the host of this name. */
  boolean isAbout(String keyName) {
    return hosts.startsWith("|")
        ? isHashOf(keyName)
        : HostPattern.matchesAny(List.of(hosts.split(",")), keyName);
  }

  /** A hashed name: {@code |1|salt|HMAC-SHA1(salt, name)}. */
  private boolean isHashOf(String keyName) {
    String[] parts = hosts.split("\\|");
    if (parts.length != 4 || !parts[1].equals("1")) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[2]), "HmacSHA1"));
      byte[] hash = mac.doFinal(ShellQuoting.bytes(keyName.toLowerCase(Locale.ROOT)));
      return Arrays.equals(hash, Base64.getDecoder().decode(parts[3]));
    } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
      return false;
    }
  }
}
