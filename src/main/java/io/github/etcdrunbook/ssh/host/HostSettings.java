package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.EtcdLayout;
import java.util.Objects;
import java.util.Optional;

/**
 * What the inventory says about etcd on a host, beyond what the host tells by itself. Immutable.
 *
 * @param profile how etcd runs; empty lets the host tell
 * @param manifest the file name of etcd's manifest, where a host has several etcds
 * @param service the systemd unit of etcd, without {@code .service}
 * @param client the files on the host with which to be a client of its etcd; empty lets them be
 *     found
 */
public record HostSettings(
    Optional<EtcdLayout.Profile> profile,
    Optional<String> manifest,
    String service,
    Optional<Client> client) {
  /** Files of a client on a host: the CA's certificate, the client's own, and its key. */
  public record Client(String authority, String certificate, String key) {
    /** Rejects null. */
    public Client {
      Objects.requireNonNull(authority, "authority");
      Objects.requireNonNull(certificate, "certificate");
      Objects.requireNonNull(key, "key");
    }
  }

  /** Rejects null. */
  public HostSettings {
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(manifest, "manifest");
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(client, "client");
  }

  /** The host tells everything. */
  public static HostSettings found() {
    return new HostSettings(Optional.empty(), Optional.empty(), "etcd", Optional.empty());
  }
}
