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
      Optional<Objection> objection = folder(sight, seen.host());
      if (objection.isPresent()) {
        return Objection.refuse(List.of(objection.get()));
      }
      acts.addAll(begin(seen, sight, arguments.limit()));
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

  /**
   * It begins in an empty directory, so that the undo takes all away that etcd puts there. One that
   * is there may have been made by the kubelet a moment ago: it is taken as it is.
   */
  private static List<Act> begin(Observation seen, Sight sight, Duration limit) {
    HostName host = seen.host();
    EtcdLayout.Directories where = sight.layout().directories();
    String undone = where.data() + ".undone-" + seen.run();
    Effect away = new Effect.Move(host, where.data(), undone);
    Effect gone = new Effect.Remove(host, undone);
    Effect make = new Effect.MakeFolder(host, where.data(), where.owner());
    Effect start = new Effect.Control(host, Unit.ETCD, Effect.Control.Verb.START);
    Effect stop = new Effect.Control(host, Unit.ETCD, Effect.Control.Verb.STOP);
    Effect wait = new Effect.Await(new Condition.Gone(host, Unit.ETCD), limit);
    return sight.data() instanceof PathState.Directory
        ? List.of(Act.of(start, new Undo.By(List.of(stop, wait, away, gone, make)), LIMIT))
        : List.of(
            Act.of(make, new Undo.By(List.of(away, gone)), LIMIT),
            Act.of(start, new Undo.By(List.of(stop, wait)), LIMIT));
  }

  private static Optional<Objection> folder(Sight sight, HostName host) {
    String data = sight.layout().directories().data();
    return switch (sight.data()) {
      case PathState.Absent ignored -> Optional.empty();
      case PathState.Directory directory when directory.empty() && !directory.mountPoint() ->
          Optional.empty();
      case PathState.Directory ignored ->
          Optional.of(
              new Objection(
                  data + " on " + host + " has data, or is a mount point",
                  "put the old data aside first; with it etcd would be another cluster's member"));
      case PathState.RegularFile ignored ->
          Optional.of(new Objection(data + " is a file", "look at the host"));
      case PathState.Other other ->
          Optional.of(new Objection(data + " is " + other.what(), "look at the host"));
    };
  }
}
