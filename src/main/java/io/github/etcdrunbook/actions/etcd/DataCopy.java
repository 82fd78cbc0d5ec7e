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
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.UnitState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Keeps a copy of the data directory of a stopped etcd, on its own host. */
public final class DataCopy
    implements Action<DataCopy.Arguments, DataCopy.Observation, DataCopy.Output> {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  /** No arguments. */
  public record Arguments() {}

  /** What is there; empty when the host or its settings cannot be seen. */
  public record Observation(HostName host, Optional<Places> places) {}

  /** The data directory, its copy, and etcd. {@code apart}: it keeps its WAL elsewhere. */
  public record Places(
      String data, PathState atData, String copy, boolean copied, boolean apart, UnitState etcd) {}

  /** Where the copy is. */
  public record Output(@Doc("The copy, on the host") String copy) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.data_copy",
        "Copy the data directory of a stopped etcd",
        "Copies it to a name with the run's id beside it, with owners and modes, so that nobody"
            + " reads the copy who may not read the data. Refuses while etcd runs or could be"
            + " started, and more than the disk holds. Undo removes the copy.",
        Manual.Place.HOST,
        """
        - id: copy
          uses: etcd.data_copy
          hosts: ["${steps.survivors.survivor}"]
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
    RunId run = reader.standpoint().run();
    return new Observation(
        host,
        reader
            .host(host)
            .seen()
            .flatMap(seen -> seen.etcd().map(layout -> places(seen, layout, run))));
  }

  private static Places places(HostReader host, EtcdLayout layout, RunId run) {
    String data = layout.directories().data();
    String copy = RestorePaths.copied(layout, run);
    return new Places(
        data,
        host.path(data),
        copy,
        !host.path(copy).isAbsent(),
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
    if (places.copied()) {
      return new Decision.Satisfied<>("copied to " + places.copy(), new Output(places.copy()));
    }
    if (places.etcd().running().isPresent() || places.etcd().startable()) {
      return new Decision.Refused<>(
          "etcd on " + seen.host() + " runs, or may be started by its manager",
          "stop it first with controlplane.stop; a copy of what is being written is none");
    }
    if (places.apart()) {
      return new Decision.Refused<>(
          "etcd on " + seen.host() + " keeps its WAL in a directory of its own",
          "copy both by hand; without its WAL a copy lacks what was written last");
    }
    if (!(places.atData() instanceof PathState.Directory directory) || directory.empty()) {
      return new Decision.Refused<>(
          "there is no data in " + places.data() + " on " + seen.host(), "look at the host");
    }
    return new Decision.Change<>(
        "copy the data to " + places.copy(),
        List.of(
            Act.of(
                new Effect.Copy(seen.host(), places.data(), places.copy()),
                Undo.By.one(new Effect.Remove(seen.host(), places.copy())),
                LIMIT)));
  }
}
