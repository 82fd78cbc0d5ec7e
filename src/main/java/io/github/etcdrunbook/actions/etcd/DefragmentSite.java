package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Space;
import io.github.etcdrunbook.world.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is seen of a member before it is defragmented. {@code others}: the other hosts with etcd;
 * {@code silent}: those of all whose member answers no linearizable read. Immutable.
 */
public record DefragmentSite(
    HostName host,
    Sight<MemberStatus> status,
    Sight<Space> space,
    Setting setting,
    List<HostName> others,
    List<HostName> silent) {
  private static final long DEFAULT_QUOTA = 2L << 30;

  /**
   * What is set and what is free.
   *
   * @param quota of the database, in bytes
   * @param freeBytes beside the data
   * @param budget how long etcd may answer nobody until it is killed; empty when nobody kills it
   */
  public record Setting(long quota, Value<Long> freeBytes, Optional<Duration> budget) {}

  /** Copies the lists. */
  public DefragmentSite {
    others = List.copyOf(others);
    silent = List.copyOf(silent);
  }

  static DefragmentSite look(HostName host, Reader reader) {
    return new DefragmentSite(
        host,
        reader.etcd().status(host),
        reader.etcd().space(host),
        setting(reader.host(host).seen()),
        reader.etcdHosts().stream().filter(other -> !other.equals(host)).toList(),
        reader.etcdHosts().stream().filter(one -> !reader.etcd().linearizable(one)).toList());
  }

  private static Setting setting(Optional<HostReader> seen) {
    Optional<EtcdLayout> layout = seen.flatMap(HostReader::etcd);
    if (layout.isEmpty()) {
      return new Setting(DEFAULT_QUOTA, Value.drifting(0L), Optional.empty());
    }
    EtcdLayout.Settings settings = layout.get().settings();
    return new Setting(
        settings.quotaBytes(),
        seen.get().freeBytes(layout.get().directories().data()),
        settings.profile() == EtcdLayout.Profile.KUBEADM
            ? seen.get().configuration().flatMap(LivenessBudget::of)
            : Optional.empty());
  }
}
