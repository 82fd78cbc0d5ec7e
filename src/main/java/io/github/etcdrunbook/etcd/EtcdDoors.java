package io.github.etcdrunbook.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Sight;

/**
 * Where the member on each host is reached now: through a forward over SSH, or directly. As long as
 * the way stays the same, so does the endpoint, by {@code equals}.
 */
@FunctionalInterface
public interface EtcdDoors {
  /** The endpoint of the member on the host, or why there is no way to it. */
  Sight<EtcdEndpoint> to(HostName host);
}
