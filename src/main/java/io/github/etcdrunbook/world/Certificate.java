package io.github.etcdrunbook.world;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A certificate file of a host.
 *
 * @param path where it lies
 * @param notBefore start of its validity
 * @param notAfter end of its validity
 * @param names its subject alternative names: DNS names and addresses as text
 * @param issuer the issuer's distinguished name
 */
public record Certificate(
    String path, Instant notBefore, Instant notAfter, List<String> names, String issuer) {
  /** Rejects null and copies the names. */
  public Certificate {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(notBefore, "notBefore");
    Objects.requireNonNull(notAfter, "notAfter");
    names = List.copyOf(names);
    Objects.requireNonNull(issuer, "issuer");
  }
}
