package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.UnitState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Puts the data directory of a stopped etcd aside, on its own host. */
public final class DataPark
    implements Action<DataPark.Arguments, DataPark.Observation, DataPark.Output> {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** No arguments. */
  public record Arguments() {}

  /** What is there; empty when the host or its settings cannot be seen. */
  public record Observation(HostName host, Optional<Places> places) {}

  /** The data directory, where it goes, and etcd. {@code apart}: it keeps its WAL elsewhere. */
  public record Places(
      String data,
      PathState atData,
      String parked,
      boolean isParked,
      boolean apart,
      UnitState etcd) {}

  /** Where the data is now. */
  public record Output(@Doc("Where the data is kept; empty when there was none") String kept) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.data_park",
        "Put the data directory of a stopped etcd aside",
        "Renames it to a name with the run's id beside it. Nothing is deleted. Refuses while etcd"
            + " runs or could be started. Undo renames back.",
        Manual.Place.HOST,
        """
        - id: park
          uses: etcd.data_park
          hosts: "${inputs.host}"
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
  public Observation probe(Arguments arguments, Reader reader) {
    HostName host = reader.standpoint().ownHost();
    String suffix = ".parked-" + reader.standpoint().run();
    return new Observation(
        host,
        reader
            .host(host)
            .seen()
            .flatMap(seen -> seen.etcd().map(layout -> places(seen, layout, suffix))));
  }

  private static Places places(HostReader host, EtcdLayout layout, String suffix) {
    String data = layout.directories().data();
    return new Places(
        data,
        host.path(data),
        data + suffix,
        !host.path(data + suffix).isAbsent(),
        layout.directories().wal().isPresent(),
        host.unit(Unit.ETCD));
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (seen.places().isEmpty()) {
      return new Decision.Refused<>(
          seen.host() + " does not answer with its etcd's settings", "bring the host back");
    }
    Places places = seen.places().get();
    if (places.isParked() || places.atData().isAbsent()) {
      return new Decision.Satisfied<>(
          places.isParked() ? "kept as " + places.parked() : "there is no data",
          new Output(places.isParked() ? places.parked() : ""));
    }
    if (places.apart()) {
      return new Decision.Refused<>(
          seen.host() + " keeps its WAL apart", "put data and WAL aside by hand");
    }
    if (places.atData() instanceof PathState.Directory directory && directory.mountPoint()) {
      return new Decision.Refused<>(
          places.data() + " on " + seen.host() + " is a mount point, so it cannot be renamed",
          "mount the file system on its parent, or put the data aside by hand");
    }
    if (places.etcd().running().isPresent() || places.etcd().startable()) {
      return new Decision.Refused<>(
          "etcd on " + seen.host() + " runs, or may be started by its manager",
          "stop it first; moving data from under it destroys it");
    }
    return new Decision.Change<>(
        "keep the data as " + places.parked(),
        List.of(
            Act.of(
                new Effect.Move(seen.host(), places.data(), places.parked()),
                Undo.By.one(new Effect.Move(seen.host(), places.parked(), places.data())),
                LIMIT)));
  }
}
