package io.github.etcdrunbook.actions.controlplane;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.NodeReport;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Value;
import java.util.List;
import java.util.Optional;

/** Tells what Kubernetes is in after a restore: master leases, nodes. Changes nothing. */
public final class ControlPlaneCheck
    implements Action<
        ControlPlaneCheck.Arguments, ControlPlaneCheck.Observation, ControlPlaneCheck.Output> {
  private static final String LEASES = "/registry/masterleases/";
  private static final String NODES = "/registry/minions/";
  private static final int MOST = 5000;

  /** No arguments. */
  public record Arguments() {}

  /** What etcd holds and what kubectl says. */
  public record Observation(List<String> leases, List<String> nodes, NodeReport report) {}

  /** What a person should look at. */
  public record Output(
      @Doc("Addresses that hold a master lease") List<String> masterLeases,
      @Doc("Nodes that etcd knows") Value<Integer> nodes,
      @Doc("Nodes that are not Ready, if kubectl could be asked") List<String> notReady,
      @Doc("What is left to check by hand") List<String> checklist) {}

  @Override
  public Manual manual() {
    return new Manual(
        "controlplane.check",
        "Tell in what state Kubernetes is after a restore",
        "Reads the master leases and nodes in etcd and asks kubectl on a control-plane host when"
            + " it is there. What cannot be seen from etcd is a checklist in the output.",
        Manual.Place.CLUSTER,
        """
        - id: kubernetes
          uses: controlplane.check
        """);
  }

  @Override
  public Nature nature() {
    return Nature.READS;
  }

  @Override
  public Class<Arguments> arguments() {
    return Arguments.class;
  }

  @Override
  public Class<Output> output() {
    return Output.class;
  }

  @Override
  public Observation probe(Arguments arguments, Reader reader) {
    Optional<HostName> via =
        reader.etcdHosts().stream()
            .filter(host -> reader.etcd().status(host).seen().isPresent())
            .findFirst();
    NodeReport report =
        reader.hosts().stream()
            .flatMap(host -> reader.host(host).seen().stream())
            .map(host -> host.nodes())
            .filter(nodes -> nodes.unavailable().isEmpty())
            .findFirst()
            .orElse(new NodeReport(List.of(), List.of(), Optional.of("kubectl was not found")));
    return new Observation(
        via.map(host -> keys(reader, host, LEASES)).orElse(List.of()),
        via.map(host -> keys(reader, host, NODES)).orElse(List.of()),
        report);
  }

  private static List<String> keys(Reader reader, HostName via, String prefix) {
    return reader
        .etcd()
        .keys(via, prefix, MOST)
        .seen()
        .flatMap(Value::known)
        .orElse(List.of())
        .stream()
        .map(key -> key.substring(prefix.length()))
        .toList();
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    String nodes =
        seen.report()
            .unavailable()
            .map(why -> seen.nodes().size() + " nodes in etcd (" + why + ")")
            .orElseGet(
                () ->
                    seen.report().ready().size()
                        + " nodes ready, "
                        + seen.report().notReady().size()
                        + " not");
    return new Decision.Satisfied<>(
        nodes + ", " + seen.leases().size() + " master leases",
        new Output(
            seen.leases(),
            Value.drifting(seen.nodes().size()),
            seen.report().notReady(),
            List.of(
                "restart the kubelet on every worker: systemctl restart kubelet",
                "restart operators and CNI controllers that watch many objects",
                "look for nodes that no longer exist, and for pods that run but are unknown",
                "check webhooks, certificate requests, bound volumes and volume attachments",
                "older backups are below the new revision: keep the final snapshot")));
  }
}
