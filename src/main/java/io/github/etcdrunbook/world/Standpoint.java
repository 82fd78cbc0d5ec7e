package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.Objects;
import java.util.Optional;

/**
 * From where a probe looks: the run (its id is in names and tokens), the cluster's name, the step,
 * and the host that the step runs for, if it runs per host. Immutable.
 */
public record Standpoint(RunId run, String cluster, StepId step, Optional<HostName> host) {
  /** Rejects null. */
  public Standpoint {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(step, "step");
    Objects.requireNonNull(host, "host");
  }

  /** The host of a step that runs per host. */
  public HostName ownHost() {
    return host.orElseThrow(() -> new IllegalStateException(step + " does not run per host"));
  }
}
