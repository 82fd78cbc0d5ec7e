package io.github.etcdrunbook.etcd;

import java.util.Objects;
import java.util.Optional;

/**
 * What proves both sides of a connection to each other: PEM text held in memory, as read from a
 * control-plane host. Immutable; never prints a key.
 */
public final class TlsMaterial {
  /** A client certificate with its key, both PEM. */
  private record Identity(Bytes certificate, Bytes key) {}

  private final Bytes authority;
  private final Optional<Identity> identity;

  private TlsMaterial(Bytes authority, Optional<Identity> identity) {
    this.authority = Objects.requireNonNull(authority, "authority");
    this.identity = identity;
  }

  /** Trusts this CA and shows no certificate of its own. */
  public static TlsMaterial trusting(Bytes authority) {
    return new TlsMaterial(authority, Optional.empty());
  }

  /** Trusts this CA and shows this certificate; the key is PKCS#8, PKCS#1 or SEC 1. */
  public static TlsMaterial mutual(Bytes authority, Bytes certificate, Bytes key) {
    return new TlsMaterial(authority, Optional.of(new Identity(certificate, key)));
  }

  byte[] authorityPem() {
    return authority.toArray();
  }

  Optional<byte[]> certificatePem() {
    return identity.map(own -> own.certificate().toArray());
  }

  Optional<byte[]> keyPem() {
    return identity.map(own -> own.key().toArray());
  }

  @Override
  public String toString() {
    return "TlsMaterial[***]";
  }
}
