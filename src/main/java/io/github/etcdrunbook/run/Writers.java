package io.github.etcdrunbook.run;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.EtcdWriter;
import io.github.etcdrunbook.world.HostWriter;
import io.github.etcdrunbook.world.Sight;

/** Gives the writers of hosts and of etcd. Only the performer holds it. */
public interface Writers {
  /** The writer of a host, if it answers now. */
  Sight<HostWriter> host(HostName host);

  /** The writer of etcd. */
  EtcdWriter etcd();
}
