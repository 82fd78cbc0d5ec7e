package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.List;
import java.util.Optional;

/**
 * All that a probe may look at. The real one reads through SSH and etcd, the forecast overlays it
 * with the effects of earlier steps, the slow world simulates it. None can write.
 */
public interface Reader {
  /** The step and run for which is looked. */
  Standpoint standpoint();

  /** All hosts of the inventory, sorted. */
  List<HostName> hosts();

  /** The hosts that carry etcd by inventory (group etcd, or all when there is none), sorted. */
  List<HostName> etcdHosts();

  /** A host, if it answers now. */
  Sight<HostReader> host(HostName host);

  /** etcd, member by member. */
  EtcdReader etcd();

  /** The operator's machine. */
  OperatorReader operator();

  /** What an effect of the same run came to, if it happened. A look at the world knows of none. */
  default Optional<EffectResult> result(EffectRef effect) {
    return Optional.empty();
  }
}
