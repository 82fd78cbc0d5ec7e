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

/** Starts units of a host and waits until each answers as ready. */
public final class UnitStart implements Action<UnitStart.Arguments, SeenUnits, UnitStart.Output> {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  /** Which units, in this order. */
  public record Arguments(
      @Doc(value = "The units, started in this order", example = "[kube-apiserver]")
          List<Unit> units,
      @Doc(value = "How long one unit may take to be ready", byDefault = "5m") Duration limit) {}

  /** The units that answer as ready. */
  public record Output(@Doc("The units that are ready") List<String> ready) {}

  @Override
  public Manual manual() {
    return new Manual(
        "controlplane.start",
        "Start units of a control-plane host and wait until they are ready",
        "Puts the parked manifest back, or lifts the fence of a systemd unit and starts it without"
            + " blocking. Ready means: etcd answers on its metrics or version port (there may be"
            + " no quorum yet), the API server answers on readyz. Undo stops them again.",
        Manual.Place.HOST,
        """
        - id: start_etcd
          uses: controlplane.start
          hosts: etcd
          rollout: {batch: 1}
          with: {units: [etcd]}
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
    List<Act> acts = acts(seen, arguments.limit());
    List<String> names = seen.definedNames();
    return acts.isEmpty()
        ? new Decision.Satisfied<>(
            names.isEmpty() ? "the host has none of them" : String.join(", ", names) + " ready",
            new Output(names))
        : new Decision.Change<>("start " + String.join(", ", names), acts);
  }

  /** Others need etcd and the API server ready; controllers wait for their leases side by side. */
  private static List<Act> acts(SeenUnits seen, Duration limit) {
    List<Act> acts = new ArrayList<>();
    List<Act> waits = new ArrayList<>();
    for (SeenUnits.One one : seen.units()) {
      if (one.state().defined() && !one.ready()) {
        if (!one.state().startable()) {
          acts.add(start(seen.host(), one.unit(), limit));
        }
        waits.add(Act.await(new Effect.Await(new Condition.Ready(seen.host(), one.unit()), limit)));
        if (one.unit() == Unit.ETCD || one.unit() == Unit.KUBE_APISERVER) {
          acts.addAll(waits);
          waits.clear();
        }
      }
    }
    acts.addAll(waits);
    return acts;
  }

  private static Act start(HostName host, Unit unit, Duration limit) {
    Effect start = new Effect.Control(host, unit, Effect.Control.Verb.START);
    Effect stop = new Effect.Control(host, unit, Effect.Control.Verb.STOP);
    Effect gone = new Effect.Await(new Condition.Gone(host, unit), limit);
    return Act.of(start, new Undo.By(List.of(stop, gone)), START_LIMIT);
  }
}
