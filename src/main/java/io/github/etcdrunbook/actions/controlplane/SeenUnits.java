package io.github.etcdrunbook.actions.controlplane;

import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.UnitState;
import java.util.List;
import java.util.Optional;

/** What was seen of some units of one host. Immutable. */
public record SeenUnits(HostName host, Optional<Failure> unreachable, List<One> units) {
  /** Copies the list. */
  public SeenUnits {
    units = List.copyOf(units);
  }

  /** One unit. {@code ready}: it answers as ready. */
  public record One(Unit unit, UnitState state, boolean ready) {}

  static SeenUnits look(List<Unit> units, Reader reader) {
    HostName host = reader.standpoint().ownHost();
    return switch (reader.host(host)) {
      case Sight.Unseen<HostReader> dead ->
          new SeenUnits(host, Optional.of(dead.failure()), List.of());
      case Sight.Seen<HostReader> seen ->
          new SeenUnits(
              host,
              Optional.empty(),
              units.stream().map(unit -> look(unit, seen.value())).toList());
    };
  }

  private static One look(Unit unit, HostReader host) {
    UnitState state = host.unit(unit);
    return new One(unit, state, state.running().isPresent() && host.ready(unit));
  }

  <R extends Record> Decision<R> refusal() {
    Failure failure = unreachable.orElseThrow();
    return new Decision.Refused<>(host + " is not reachable: " + failure.what(), failure.hint());
  }

  List<String> definedNames() {
    return units.stream()
        .filter(one -> one.state().defined())
        .map(one -> one.unit().toString())
        .toList();
  }
}
