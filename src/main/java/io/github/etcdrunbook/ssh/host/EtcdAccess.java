package io.github.etcdrunbook.ssh.host;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * How the etcd of a host is reached from this machine, through SSH.
 *
 * @param door where a connection on this machine comes out at the host's own client port
 * @param serverName what the server's certificate must carry
 * @param credentials what both sides prove themselves with; empty for plain http
 */
public record EtcdAccess(
    InetSocketAddress door, String serverName, Optional<Credentials> credentials) {
  /** Rejects null. */
  public EtcdAccess {
    Objects.requireNonNull(door, "door");
    Objects.requireNonNull(serverName, "serverName");
    Objects.requireNonNull(credentials, "credentials");
  }

  /** Certificates as PEM text, and the client's key. */
  public record Credentials(String authority, String certificate, Pem key) {
    /** Rejects null. */
    public Credentials {
      Objects.requireNonNull(authority, "authority");
      Objects.requireNonNull(certificate, "certificate");
      Objects.requireNonNull(key, "key");
    }
  }
}
