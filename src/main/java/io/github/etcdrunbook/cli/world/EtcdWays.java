package io.github.etcdrunbook.cli.world;

import io.github.etcdrunbook.etcd.Bytes;
import io.github.etcdrunbook.etcd.EtcdDoors;
import io.github.etcdrunbook.etcd.EtcdEndpoint;
import io.github.etcdrunbook.etcd.TlsMaterial;
import io.github.etcdrunbook.inventory.EtcdSettings;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.ssh.host.EtcdAccess;
import io.github.etcdrunbook.ssh.host.RemoteHosts;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Sight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The way to each host's etcd: through SSH with the host's own certificates, or directly with those
 * of this machine, as the inventory says. Safe for several threads.
 */
final class EtcdWays implements EtcdDoors {
  private static final int CLIENT_PORT = 2379;

  private final Inventory inventory;
  private final RemoteHosts hosts;
  private final Map<HostName, Kept> kept = new HashMap<>();

  /** What an endpoint was made of: as long as that is the same, so is the endpoint. */
  private record Kept(Object made, EtcdEndpoint endpoint) {}

  EtcdWays(Inventory inventory, RemoteHosts hosts) {
    this.inventory = inventory;
    this.hosts = hosts;
  }

  @Override
  public Sight<EtcdEndpoint> to(HostName host) {
    return switch (inventory.etcd().access()) {
      case EtcdSettings.Access.ThroughSsh ssh -> throughSsh(host);
      case EtcdSettings.Access.Direct direct -> directly(host, direct);
    };
  }

  private Sight<EtcdEndpoint> throughSsh(HostName host) {
    return switch (hosts.etcd(host)) {
      case Sight.Unseen<EtcdAccess> unseen -> new Sight.Unseen<>(unseen.failure());
      case Sight.Seen<EtcdAccess> seen -> new Sight.Seen<>(endpoint(host, seen.value()));
    };
  }

  private synchronized EtcdEndpoint endpoint(HostName host, EtcdAccess access) {
    Kept before = kept.get(host);
    if (before != null && before.made().equals(access)) {
      return before.endpoint();
    }
    String address = access.door().getAddress().getHostAddress();
    EtcdEndpoint endpoint =
        access
            .credentials()
            .map(
                credentials ->
                    EtcdEndpoint.secure(address, access.door().getPort(), material(credentials))
                        .named(access.serverName()))
            .orElseGet(() -> EtcdEndpoint.plain(address, access.door().getPort()));
    kept.put(host, new Kept(access, endpoint));
    return endpoint;
  }

  private static TlsMaterial material(EtcdAccess.Credentials credentials) {
    return TlsMaterial.mutual(
        Bytes.utf8(credentials.authority()),
        Bytes.utf8(credentials.certificate()),
        Bytes.utf8(credentials.key().open()));
  }

  private synchronized Sight<EtcdEndpoint> directly(
      HostName host, EtcdSettings.Access.Direct direct) {
    Optional<Kept> before = Optional.ofNullable(kept.get(host));
    if (before.isPresent()) {
      return new Sight.Seen<>(before.get().endpoint());
    }
    try {
      TlsMaterial material =
          TlsMaterial.mutual(
              content(direct.cacert()), content(direct.cert()), content(direct.key()));
      int port = inventory.etcd().places().clientPort().orElse(CLIENT_PORT);
      String address = inventory.host(host).orElseThrow().address();
      EtcdEndpoint endpoint = EtcdEndpoint.secure(address, port, material);
      kept.put(host, new Kept(direct, endpoint));
      return new Sight.Seen<>(endpoint);
    } catch (IOException unreadable) {
      return new Sight.Unseen<>(
          new Failure.Unsuitable(
              "a certificate file of this machine cannot be read: " + unreadable.getMessage(),
              "check `etcd` in the inventory"));
    }
  }

  private static Bytes content(String path) throws IOException {
    return Bytes.of(Files.readAllBytes(Path.of(path)));
  }
}
