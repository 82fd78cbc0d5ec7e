package io.github.etcdrunbook.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * How the kube-apiserver encrypted a value: it begins with {@code k8s:enc:PROVIDER:VERSION:KEY:}.
 * Immutable.
 *
 * @param provider such as {@code aescbc v1} or {@code kms v2}
 * @param key the name of the key, or of the KMS plugin, as the encryption configuration has it
 */
public record EncryptionAtRest(String provider, String key) {
  private static final String PREFIX = "k8s:enc:";
  private static final int PREFIX_BYTES_MAX = 512;
  private static final int PARTS = 4;

  /** Rejects null. */
  public EncryptionAtRest {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(key, "key");
  }

  /** Reads the beginning of a value; nothing when it is not encrypted. */
  public static Optional<EncryptionAtRest> of(byte[] value) {
    int length = Math.min(value.length, PREFIX_BYTES_MAX);
    String start = new String(value, 0, length, StandardCharsets.ISO_8859_1);
    if (!start.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String[] parts = start.substring(PREFIX.length()).split(":", PARTS);
    return parts.length < PARTS
        ? Optional.of(new EncryptionAtRest("unknown", ""))
        : Optional.of(new EncryptionAtRest(parts[0] + " " + parts[1], parts[2]));
  }

  @Override
  public String toString() {
    return provider + (key.isEmpty() ? "" : " key " + key);
  }
}
