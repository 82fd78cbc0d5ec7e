package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Space;
import io.github.etcdrunbook.world.Value;
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
    Optional<EtcdLayout> layout,
    Value<Long> freeBytes,
    List<HostName> others,
    List<HostName> silent) {
  private static final long DEFAULT_QUOTA = 2L << 30;

  /** Copies the lists. */
  public DefragmentSite {
    others = List.copyOf(others);
    silent = List.copyOf(silent);
  }

  static DefragmentSite look(HostName host, Reader reader) {
    Optional<HostReader> seen = reader.host(host).seen();
    Optional<EtcdLayout> layout = seen.flatMap(HostReader::etcd);
    return new DefragmentSite(
        host,
        reader.etcd().status(host),
        reader.etcd().space(host),
        layout,
        seen.isPresent() && layout.isPresent()
            ? seen.get().freeBytes(layout.get().directories().data())
            : Value.drifting(0L),
        reader.etcdHosts().stream().filter(other -> !other.equals(host)).toList(),
        reader.etcdHosts().stream().filter(one -> !reader.etcd().linearizable(one)).toList());
  }

  long quota() {
    return layout.map(found -> found.settings().quotaBytes()).orElse(DEFAULT_QUOTA);
  }
}
