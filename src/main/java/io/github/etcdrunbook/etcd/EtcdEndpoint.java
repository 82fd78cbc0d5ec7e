package io.github.etcdrunbook.etcd;

import java.util.Objects;
import java.util.Optional;

/**
 * Where one etcd member is reached: often the local end of an SSH forward. Immutable.
 *
 * @param host the host or address to connect to
 * @param port the port to connect to
 * @param tls absent for plain http
 * @param serverName the name or address that the server's certificate must carry when it is not
 *     {@code host}
 */
public record EtcdEndpoint(
    String host, int port, Optional<TlsMaterial> tls, Optional<String> serverName) {
  /** Rejects null and ports that do not exist. */
  public EtcdEndpoint {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(serverName, "serverName");
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port: " + port);
    }
  }

  /** A member that speaks plain http. */
  public static EtcdEndpoint plain(String host, int port) {
    return new EtcdEndpoint(host, port, Optional.empty(), Optional.empty());
  }

  /** A member that speaks TLS and whose certificate carries {@code host}. */
  public static EtcdEndpoint secure(String host, int port, TlsMaterial tls) {
    return new EtcdEndpoint(host, port, Optional.of(tls), Optional.empty());
  }

  /** The same, but the certificate must carry this name or address. */
  public EtcdEndpoint named(String name) {
    return new EtcdEndpoint(host, port, tls, Optional.of(name));
  }

  @Override
  public String toString() {
    return (tls.isPresent() ? "https://" : "http://") + host + ":" + port;
  }
}
