package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.playbook.Rollout;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Which host leads etcd, and orders that depend on it. Reads only. */
public final class Leadership {
  private Leadership() {}

  /** The host whose member says that it leads, if one does. */
  public static Optional<HostName> leader(Reader reader) {
    return reader.etcdHosts().stream().filter(host -> leads(host, reader)).findFirst();
  }

  private static boolean leads(HostName host, Reader reader) {
    Optional<MemberStatus> status = reader.etcd().status(host).seen();
    return status.isPresent() && status.get().leader().equals(Optional.of(status.get().member()));
  }

  /** The hosts in the order asked for; asks for the leader only when the order names it. */
  public static List<HostName> inOrder(
      List<HostName> hosts, Rollout.Order order, Supplier<Optional<HostName>> leader) {
    List<HostName> ordered = new ArrayList<>(hosts);
    if (order == Rollout.Order.INVENTORY) {
      return ordered;
    }
    Optional<HostName> first = leader.get().filter(ordered::remove);
    first.ifPresent(
        host -> {
          if (order == Rollout.Order.LEADER_FIRST) {
            ordered.addFirst(host);
          } else {
            ordered.addLast(host);
          }
        });
    return ordered;
  }
}
