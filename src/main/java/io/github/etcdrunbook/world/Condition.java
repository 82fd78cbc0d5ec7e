package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.List;
import java.util.Objects;

/** What a wait waits for; the set is closed. Immutable. */
public sealed interface Condition {
  /** The unit's process is gone, its ports are closed and nobody holds its files. */
  record Gone(HostName host, Unit unit) implements Condition {}

  /**
   * The unit answers as ready for the next one to start: etcd on its metrics or version port (not
   * healthy: there may be no quorum yet), the API server on readyz.
   */
  record Ready(HostName host, Unit unit) implements Condition {}

  /**
   * The members answer as one cluster: each with its predicted id and the cluster's, all started
   * with their client URLs published, and agreed on one leader in two samples one second apart.
   */
  record Formed(List<HostName> hosts, NewCluster cluster) implements Condition {
    /** Rejects null and copies the hosts. */
    public Formed {
      hosts = List.copyOf(hosts);
      Objects.requireNonNull(cluster, "cluster");
    }
  }

  /** The member on the host answers, and the one it is asked through lists it as started. */
  record Joined(HostName host, HostName via) implements Condition {}

  /** The member on the host is the only one of its cluster, leads it, and serves. */
  record Alone(HostName host) implements Condition {}

  /** The members agree on a leader and a linearizable read is answered by each. */
  record Quorum(List<HostName> hosts) implements Condition {
    /** Copies the hosts. */
    public Quorum {
      hosts = List.copyOf(hosts);
    }
  }
}
