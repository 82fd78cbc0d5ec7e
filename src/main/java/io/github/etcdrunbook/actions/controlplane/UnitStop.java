package io.github.etcdrunbook.actions.controlplane;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Condition;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Stops units of a host, proves that they are gone, and keeps them down over a reboot. */
public final class UnitStop implements Action<UnitStop.Arguments, SeenUnits, UnitStop.Output> {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  /** Which units, in this order. */
  public record Arguments(
      @Doc(value = "The units, stopped in this order", example = "[kube-apiserver]")
          List<Unit> units,
      @Doc(value = "How long one unit may take to be gone", byDefault = "2m") Duration limit) {}

  /** The units that are down now. */
  public record Output(@Doc("The units that are down") List<String> stopped) {}

  @Override
  public Manual manual() {
    return new Manual(
        "controlplane.stop",
        "Stop units of a control-plane host and prove that they are gone",
        "Parks the manifest of a static pod outside the manifests directory, or fences a systemd"
            + " unit, then waits until the process is gone, its ports are closed and nobody holds"
            + " its files. An API server is stopped when the units named before it are gone: they"
            + " are its clients. Units that the host does not have are passed over. Undo starts"
            + " those again that ran.",
        Manual.Place.HOST,
        """
        - id: stop_api_servers
          uses: controlplane.stop
          hosts: control_plane
          with: {units: [kube-apiserver]}
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
    return SeenUnits.look(arguments.units(), reader);
  }

  @Override
  public Decision<Output> decide(Arguments arguments, SeenUnits seen) {
    if (seen.unreachable().isPresent()) {
      return seen.refusal();
    }
    List<Act> acts = new ArrayList<>();
    List<Act> waits = new ArrayList<>();
    for (SeenUnits.One one : seen.units()) {
      if (one.state().defined() && (one.state().startable() || one.state().running().isPresent())) {
        if (one.unit() == Unit.KUBE_APISERVER) {
          acts.addAll(waits);
          waits.clear();
        }
        acts.add(stop(seen.host(), one));
        waits.add(
            Act.await(
                new Effect.Await(new Condition.Gone(seen.host(), one.unit()), arguments.limit())));
      }
    }
    acts.addAll(waits);
    List<String> names = seen.definedNames();
    return acts.isEmpty()
        ? new Decision.Satisfied<>(
            names.isEmpty() ? "the host has none of them" : String.join(", ", names) + " down",
            new Output(names))
        : new Decision.Change<>("stop " + String.join(", ", names), acts);
  }

  private static Act stop(HostName host, SeenUnits.One one) {
    Effect stop = new Effect.Control(host, one.unit(), Effect.Control.Verb.STOP);
    Effect start = new Effect.Control(host, one.unit(), Effect.Control.Verb.START);
    Undo undo =
        one.state().startable()
            ? Undo.By.one(start)
            : new Undo.NotNeeded("it could not be started before either");
    return Act.of(stop, undo, STOP_LIMIT);
  }
}
