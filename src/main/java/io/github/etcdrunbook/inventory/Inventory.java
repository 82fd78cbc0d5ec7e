package io.github.etcdrunbook.inventory;

import io.github.etcdrunbook.source.SourceFile;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The hosts of one cluster and how etcd runs on them. Immutable; hosts keep the order of the file.
 *
 * @param cluster the cluster's name
 * @param etcd how etcd runs and is reached
 * @param hosts at least one host, with unique names and addresses
 * @param lab the lab that these hosts belong to, when they are not real ones
 * @param source the file it was read from
 */
public record Inventory(
    String cluster, EtcdSettings etcd, List<Host> hosts, Optional<LabName> lab, SourceFile source) {
  /** The network namespace from which the hosts of a lab can be reached. */
  public record LabName(String namespace) {
    /** Rejects a missing name. */
    public LabName {
      Objects.requireNonNull(namespace, "namespace");
    }
  }

  /** Rejects missing parts and copies the list. */
  public Inventory {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(etcd, "etcd");
    hosts = List.copyOf(hosts);
    Objects.requireNonNull(lab, "lab");
    Objects.requireNonNull(source, "source");
  }

  /** The host of a name. */
  public Optional<Host> host(HostName name) {
    return hosts.stream().filter(host -> host.name().equals(name)).findFirst();
  }

  /** The hosts of a group, in order. */
  public List<Host> in(GroupName group) {
    return hosts.stream().filter(host -> host.isIn(group)).toList();
  }

  /** All groups that any host is in. */
  public Set<GroupName> groups() {
    Set<GroupName> all = new TreeSet<>();
    hosts.forEach(host -> all.addAll(host.groups()));
    return all;
  }
}
