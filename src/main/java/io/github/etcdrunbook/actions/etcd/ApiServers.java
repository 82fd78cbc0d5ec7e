package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where API servers are, be it on other hosts than etcd: all of them must be down while the data is
 * another's. Immutable.
 *
 * @param hosts the hosts of the inventory that carry one
 * @param silent the hosts of the inventory that do not answer, and why
 * @param leases the addresses of the API servers that hold a lease in etcd, as a member has them
 */
public record ApiServers(List<HostName> hosts, List<Silent> silent, List<String> leases) {
  /** Each living API server keeps one key here, named after its address, for 15 seconds. */
  private static final String LEASES = "/registry/masterleases/";

  private static final int MOST = 1000;

  /** Copies. */
  public ApiServers {
    hosts = List.copyOf(hosts);
    silent = List.copyOf(silent);
    leases = List.copyOf(leases);
  }

  /** A host that does not answer. */
  public record Silent(HostName host, Failure failure) {}

  static ApiServers look(Reader reader) {
    List<HostName> hosts = new ArrayList<>();
    List<Silent> silent = new ArrayList<>();
    for (HostName host : reader.hosts()) {
      switch (reader.host(host)) {
        case Sight.Unseen<HostReader> dead -> silent.add(new Silent(host, dead.failure()));
        case Sight.Seen<HostReader> seen -> {
          if (seen.value().unit(Unit.KUBE_APISERVER).defined()) {
            hosts.add(host);
          }
        }
      }
    }
    List<String> leases =
        reader.etcdHosts().stream()
            .flatMap(via -> reader.etcd().keys(via, LEASES, MOST).seen().stream())
            .findFirst()
            .flatMap(Value::known)
            .orElse(List.of());
    return new ApiServers(
        hosts, silent, leases.stream().map(key -> key.substring(LEASES.length())).toList());
  }

  /**
   * What stands against giving them other data; the etcd hosts that do not answer are told
   * elsewhere.
   */
  List<RestoreProblem> problems(List<HostName> fenced, List<HostName> etcdHosts) {
    List<RestoreProblem> problems = new ArrayList<>();
    for (Silent one : silent) {
      if (!etcdHosts.contains(one.host()) && !fenced.contains(one.host())) {
        problems.add(
            new RestoreProblem(
                one.host()
                    + " does not answer, and may carry an API server: "
                    + one.failure().what(),
                "let it answer; if it is powered off for good, name it in `fenced`; if it"
                    + " carries none, take it out of the inventory"));
      }
    }
    unknown().ifPresent(problems::add);
    return problems;
  }

  /** Whether a host of the inventory does not answer. */
  boolean isSilent(HostName host) {
    return silent.stream().anyMatch(one -> one.host().equals(host));
  }

  /** A dead host's lease stays while there is no leader to let it end. */
  private Optional<RestoreProblem> unknown() {
    return leases.size() > hosts.size() + silent.size()
        ? Optional.of(
            new RestoreProblem(
                "%d API servers hold a lease in etcd (%s), and hosts of the inventory carry %d"
                    .formatted(leases.size(), String.join(", ", leases), hosts.size()),
                "name the hosts of the others in the inventory, with `groups: [control_plane]`;"
                    + " a restore stops all API servers. A lease of one that is gone ends after"
                    + " 15 seconds"))
        : Optional.empty();
  }
}
