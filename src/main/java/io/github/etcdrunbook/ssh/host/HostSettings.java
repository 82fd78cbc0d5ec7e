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
 */
public record HostSettings(
    Optional<EtcdLayout.Profile> profile, Optional<String> manifest, String service) {
  /** Rejects null. */
  public HostSettings {
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(manifest, "manifest");
    Objects.requireNonNull(service, "service");
  }

  /** The host tells everything. */
  public static HostSettings found() {
    return new HostSettings(Optional.empty(), Optional.empty(), "etcd");
  }
}
