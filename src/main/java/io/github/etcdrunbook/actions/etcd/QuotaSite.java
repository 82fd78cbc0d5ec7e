package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.EtcdConfiguration;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Space;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.Value;
import java.util.List;
import java.util.Optional;

/**
 * What is seen of a member before its quota is changed. {@code silent}: the hosts whose member
 * answers no linearizable read. Immutable.
 */
public record QuotaSite(
    HostName host,
    Optional<Setup> setup,
    Sight<Space> space,
    List<HostName> all,
    List<HostName> silent) {

  /** How etcd is set up on the host and whether it runs; what is free beside its data. */
  public record Setup(
      EtcdLayout layout, Optional<EtcdConfiguration> file, boolean runs, Value<Long> freeBytes) {}

  /** Copies the lists. */
  public QuotaSite {
    all = List.copyOf(all);
    silent = List.copyOf(silent);
  }

  static QuotaSite look(HostName host, Reader reader) {
    return new QuotaSite(
        host,
        reader.host(host).seen().flatMap(QuotaSite::setup),
        reader.etcd().space(host),
        reader.etcdHosts(),
        reader.etcdHosts().stream().filter(one -> !reader.etcd().linearizable(one)).toList());
  }

  private static Optional<Setup> setup(HostReader host) {
    return host.etcd()
        .map(
            layout ->
                new Setup(
                    layout,
                    host.configuration(),
                    host.unit(Unit.ETCD).startable() && host.ready(Unit.ETCD),
                    host.freeBytes(layout.directories().data())));
  }
}
