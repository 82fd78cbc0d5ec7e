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

  /**
   * The hosts of the next batch, in their order; asks for the leader only when the order names it,
   * and then the leader has a batch of its own: a leader that stops beside a follower may try to
   * hand over to just that follower, for seven seconds.
   */
  public static List<HostName> nextBatch(
      List<HostName> left, Rollout rollout, Supplier<Optional<HostName>> leader) {
    List<HostName> others = new ArrayList<>(left);
    Optional<HostName> alone =
        rollout.order() == Rollout.Order.INVENTORY
            ? Optional.empty()
            : leader.get().filter(others::remove);
    if (alone.isPresent() && (others.isEmpty() || rollout.order() == Rollout.Order.LEADER_FIRST)) {
      return List.of(alone.get());
    }
    int size = Math.min(others.size(), rollout.batch().orElse(others.size()));
    return List.copyOf(others.subList(0, size));
  }
}
