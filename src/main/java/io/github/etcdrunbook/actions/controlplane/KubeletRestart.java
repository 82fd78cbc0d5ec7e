package io.github.etcdrunbook.actions.controlplane;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.world.Condition;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.Incarnation;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Restarts a host's kubelet when it is older than the API server that it must hear anew. */
public final class KubeletRestart
    implements Action<KubeletRestart.Arguments, SeenUnits, KubeletRestart.Output> {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** No arguments. */
  public record Arguments() {}

  /** Whether it runs. */
  public record Output(@Doc("Whether the host has a kubelet that runs") boolean running) {}

  @Override
  public Manual manual() {
    return new Manual(
        "controlplane.restart_kubelet",
        "Restart the kubelet when it is older than the API server",
        "After a restore a kubelet may hold pods that are no longer in etcd. It is restarted when"
            + " it started before the host's API server did; its containers run on.",
        Manual.Place.HOST,
        """
        - id: restart_kubelets
          uses: controlplane.restart_kubelet
          hosts: control_plane
        """);
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
  public SeenUnits probe(Arguments arguments, Reader reader) {
    return SeenUnits.look(List.of(Unit.KUBELET, Unit.KUBE_APISERVER), reader);
  }

  @Override
  public Decision<Output> decide(Arguments arguments, SeenUnits seen) {
    if (seen.unreachable().isPresent()) {
      return seen.refusal();
    }
    SeenUnits.One kubelet = seen.units().get(0);
    if (!kubelet.state().defined() || kubelet.state().running().isEmpty()) {
      return new Decision.Satisfied<>("no kubelet runs here", new Output(false));
    }
    Optional<Incarnation> server = seen.units().get(1).state().running();
    long since = kubelet.state().running().orElseThrow().startedAt();
    if (server.isEmpty() || server.get().startedAt() <= since) {
      return new Decision.Satisfied<>("it is younger than the API server", new Output(true));
    }
    Effect restart = new Effect.Control(seen.host(), Unit.KUBELET, Effect.Control.Verb.RESTART);
    return new Decision.Change<>(
        "restart the kubelet",
        List.of(
            Act.of(restart, new Undo.NotNeeded("a restarted kubelet is as good as before"), LIMIT),
            Act.await(new Effect.Await(new Condition.Ready(seen.host(), Unit.KUBELET), LIMIT))));
  }
}
