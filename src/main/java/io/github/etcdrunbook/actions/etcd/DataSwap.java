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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the staged data directory in the live one's place, by renames; the old one is kept. */
public final class DataSwap
    implements Action<DataSwap.Arguments, DataSwap.Observation, DataSwap.Output> {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** No arguments. */
  public record Arguments() {}

  /** What is there; empty when the host or its settings cannot be seen. */
  public record Observation(HostName host, Optional<Places> places) {}

  /** The three directories, what lies there, and etcd. */
  public record Places(Place live, Place staged, Place kept, UnitState etcd) {}

  /** A path and what lies there. */
  public record Place(String path, PathState state) {}

  /** Where the old data is now. */
  public record Output(
      @Doc("The live data directory") String directory,
      @Doc("Where the old data is kept; empty when there was none") String kept) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.data_swap",
        "Swap the data directory for the staged one",
        "Two renames within one file system: the live directory to a name with the run's id, the"
            + " staged one in its place. Refuses while etcd runs or could be started. Undo renames"
            + " back.",
        Manual.Place.HOST,
        """
        - id: swap
          uses: etcd.data_swap
          hosts: "${steps.check.hosts}"
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
    return new Places(
        place(host, layout.directories().data()),
        place(host, RestorePaths.staged(layout, run)),
        place(host, RestorePaths.kept(layout, run)),
        host.unit(Unit.ETCD));
  }

  private static Place place(HostReader host, String path) {
    return new Place(path, host.path(path));
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (seen.places().isEmpty()) {
      return new Decision.Refused<>(
          seen.host() + " does not answer with its etcd's settings", "bring the host back");
    }
    Places places = seen.places().get();
    boolean keptThere = !places.kept().state().isAbsent();
    if (places.staged().state().isAbsent()) {
      return !places.live().state().isAbsent()
          ? new Decision.Satisfied<>(
              "the restored data is in place",
              new Output(places.live().path(), keptThere ? places.kept().path() : ""))
          : new Decision.Refused<>(
              "there is neither live nor staged data on " + seen.host(),
              "look at " + places.live().path() + " and its neighbours by hand");
    }
    if (places.etcd().running().isPresent() || places.etcd().startable()) {
      return new Decision.Refused<>(
          "etcd on " + seen.host() + " runs, or may be started by its manager",
          "stop it first with controlplane.stop; moving data from under it destroys it");
    }
    List<Act> acts = new ArrayList<>();
    if (!places.live().state().isAbsent()) {
      acts.add(move(seen.host(), places.live().path(), places.kept().path()));
    }
    acts.add(move(seen.host(), places.staged().path(), places.live().path()));
    return new Decision.Change<>("swap the data directory", acts);
  }

  private static Act move(HostName host, String from, String to) {
    return Act.of(
        new Effect.Move(host, from, to), Undo.By.one(new Effect.Move(host, to, from)), LIMIT);
  }
}
