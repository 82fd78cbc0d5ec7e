package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Condition;
import io.github.etcdrunbook.world.ConditionCheck;
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

/**
 * Starts the member that was added, with an empty data directory, and waits until it has joined.
 */
public final class JoinStart
    implements Action<JoinStart.Arguments, JoinStart.Observation, JoinStart.Output> {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** How long it may take. */
  public record Arguments(
      @Doc(value = "How long it may take to answer and to be listed", byDefault = "5m")
          Duration limit) {}

  /** What is there; empty when host, settings or cluster cannot be seen. */
  public record Observation(HostName host, RunId run, Optional<Sight> sight) {}

  /** The host and the member through which the cluster is asked. {@code listed}: it was added. */
  public record Sight(
      HostName via,
      EtcdLayout layout,
      PathState data,
      UnitState etcd,
      boolean listed,
      boolean joined) {}

  /** Who has joined. */
  public record Output(@Doc("The host whose member has joined") String host) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.join_start",
        "Start the member that was added and wait until it has joined",
        "Makes an empty data directory and starts etcd; the leader sends it all data. Refuses a"
            + " host whose member is not listed, since its etcd would begin a cluster of its own,"
            + " and one that has data. Undo stops it and removes what this run has made.",
        Manual.Place.HOST,
        """
        - id: start
          uses: etcd.join_start
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
    Optional<Census.Roll> roll = Census.roll(reader, host);
    Optional<HostReader> seen = reader.host(host).seen();
    Optional<EtcdLayout> layout = seen.flatMap(HostReader::etcd);
    if (roll.isEmpty() || layout.isEmpty()) {
      return new Observation(host, reader.standpoint().run(), Optional.empty());
    }
    HostReader there = seen.orElseThrow();
    boolean joined =
        there.ready(Unit.ETCD)
            && ConditionCheck.holds(new Condition.Joined(host, roll.get().via()), reader);
    return new Observation(
        host,
        reader.standpoint().run(),
        Optional.of(
            new Sight(
                roll.get().via(),
                layout.get(),
                there.path(layout.get().directories().data()),
                there.unit(Unit.ETCD),
                roll.get().at(layout.get().peerUrls()).isPresent(),
                joined)));
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (seen.sight().isEmpty()) {
      return new Decision.Refused<>(
          seen.host() + " or a member that serves cannot be seen", "bring them back first");
    }
    Sight sight = seen.sight().get();
    if (sight.joined()) {
      return new Decision.Satisfied<>("it has joined", new Output(seen.host().text()));
    }
    if (!sight.listed()) {
      return new Decision.Refused<>(
          "no member with the peer URLs of " + seen.host() + " is listed",
          "add it first: an etcd that is not listed begins a cluster of its own");
    }
    List<Act> acts = new ArrayList<>();
    boolean parked = sight.etcd().running().isEmpty() && !sight.etcd().startable();
    if (parked || isUnitDown(sight)) {
      Optional<Objection> objection = folder(seen, sight, acts);
      if (objection.isPresent()) {
        return Objection.refuse(List.of(objection.get()));
      }
      acts.add(start(seen.host(), arguments.limit()));
    }
    acts.add(
        Act.await(
            new Effect.Await(new Condition.Ready(seen.host(), Unit.ETCD), arguments.limit())));
    acts.add(
        Act.await(
            new Effect.Await(new Condition.Joined(seen.host(), sight.via()), arguments.limit())));
    return new Decision.Change<>("start the member of " + seen.host(), acts);
  }

  /** A unit of systemd may start without having been started. */
  private static boolean isUnitDown(Sight sight) {
    return sight.layout().settings().profile() == EtcdLayout.Profile.SYSTEMD
        && sight.etcd().running().isEmpty();
  }

  private static Act start(HostName host, Duration limit) {
    Undo undo =
        new Undo.By(
            List.of(
                new Effect.Control(host, Unit.ETCD, Effect.Control.Verb.STOP),
                new Effect.Await(new Condition.Gone(host, Unit.ETCD), limit)));
    return Act.of(new Effect.Control(host, Unit.ETCD, Effect.Control.Verb.START), undo, LIMIT);
  }

  /** An empty directory of this run's own, so that its undo takes all away that etcd puts there. */
  private static Optional<Objection> folder(Observation seen, Sight sight, List<Act> acts) {
    EtcdLayout.Directories where = sight.layout().directories();
    String data = where.data();
    switch (sight.data()) {
      case PathState.Absent ignored -> {}
      case PathState.Directory directory when directory.empty() && !directory.mountPoint() -> {
        String aside = data + ".empty-" + seen.run();
        acts.add(
            Act.of(
                new Effect.Move(seen.host(), data, aside),
                Undo.By.one(new Effect.Move(seen.host(), aside, data)),
                LIMIT));
      }
      case PathState.Directory ignored -> {
        return Optional.of(
            new Objection(
                data + " on " + seen.host() + " has data, or is a mount point",
                "put the old data aside first; with it etcd would be another cluster's member"));
      }
      case PathState.RegularFile ignored -> {
        return Optional.of(new Objection(data + " is a file", "look at the host"));
      }
      case PathState.Other other -> {
        return Optional.of(new Objection(data + " is " + other.what(), "look at the host"));
      }
    }
    String undone = data + ".undone-" + seen.run();
    acts.add(
        Act.of(
            new Effect.MakeFolder(seen.host(), data, where.owner()),
            new Undo.By(
                List.of(
                    new Effect.Move(seen.host(), data, undone),
                    new Effect.Remove(seen.host(), undone))),
            LIMIT));
    return Optional.empty();
  }
}
