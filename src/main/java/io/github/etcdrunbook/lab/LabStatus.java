package io.github.etcdrunbook.lab;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What there is of a lab.
 *
 * @param network whether its namespaces exist
 * @param hosts in the order of their names
 */
public record LabStatus(boolean network, List<Host> hosts) {
  /** Copies the hosts. */
  public LabStatus {
    hosts = List.copyOf(hosts);
  }

  /** Whether every host that should be on is on, and every API server ready. */
  public boolean ready() {
    return network && hosts.stream().allMatch(host -> host.on() && host.allReady());
  }

  /**
   * One host.
   *
   * @param host which
   * @param on whether it runs
   * @param containers what its static-pod runner lists
   * @param faults what {@code break} did to it
   */
  public record Host(LabHost host, boolean on, List<Container> containers, Set<Fault> faults) {
    /** Rejects null. */
    public Host {
      Objects.requireNonNull(host, "host");
      containers = List.copyOf(containers);
      faults = Set.copyOf(faults);
    }

    /** Whether all containers with a readiness probe pass it; a member has an API server. */
    boolean allReady() {
      boolean serves =
          host.bare() || containers.stream().anyMatch(one -> one.name().equals("kube-apiserver"));
      return serves && containers.stream().allMatch(Container::ready);
    }
  }

  /**
   * The newest attempt of a container.
   *
   * @param name of the container in its pod
   * @param running whether it runs
   * @param ready whether it passes its readiness probe; true when it has none
   */
  public record Container(String name, boolean running, boolean ready) {}
}
