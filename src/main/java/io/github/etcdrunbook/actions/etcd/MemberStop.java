package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Condition;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.UnitState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stops the member of a host after it has handed leadership over, and proves that it is gone. */
public final class MemberStop
    implements Action<MemberStop.Arguments, MemberStop.Observation, MemberStop.Output> {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** How long it may take. */
  public record Arguments(
      @Doc(value = "How long etcd may take to be gone", byDefault = "2m") Duration limit) {}

  /** What etcd does. {@code serves}: it answers with quorum, so it may lead. */
  public record Observation(
      HostName host, Optional<Failure> unreachable, UnitState etcd, boolean serves) {}

  /** What was stopped. */
  public record Output(@Doc("The host whose etcd is down") String host) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.member_stop",
        "Stop a member after it has handed leadership over",
        "Parks the manifest or fences the unit, so that it stays down over a reboot, and waits"
            + " until the process is gone, its ports are closed and nobody holds its files. Undo"
            + " starts it again.",
        Manual.Place.HOST,
        """
        - id: stop
          uses: etcd.member_stop
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
    return switch (reader.host(host)) {
      case Sight.Unseen<HostReader> dead ->
          new Observation(host, Optional.of(dead.failure()), UnitState.undefined(), false);
      case Sight.Seen<HostReader> seen ->
          new Observation(
              host,
              Optional.empty(),
              seen.value().unit(Unit.ETCD),
              reader.etcd().linearizable(host));
    };
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (seen.unreachable().isPresent()) {
      Failure failure = seen.unreachable().get();
      return new Decision.Refused<>(
          seen.host() + " is not reachable: " + failure.what(), failure.hint());
    }
    UnitState etcd = seen.etcd();
    if (!etcd.defined() || (etcd.running().isEmpty() && !etcd.startable())) {
      return new Decision.Satisfied<>("etcd is down", new Output(seen.host().text()));
    }
    List<Act> acts = new ArrayList<>();
    if (seen.serves()) {
      acts.add(
          Act.of(
              new Effect.LeaderAway(seen.host()),
              new Undo.NotNeeded("any voter leads as well as another"),
              LIMIT));
    }
    Undo undo =
        etcd.startable()
            ? new Undo.By(
                List.of(
                    new Effect.Control(seen.host(), Unit.ETCD, Effect.Control.Verb.START),
                    new Effect.Await(
                        new Condition.Ready(seen.host(), Unit.ETCD), arguments.limit())))
            : new Undo.NotNeeded("it could not be started before either");
    acts.add(
        Act.of(new Effect.Control(seen.host(), Unit.ETCD, Effect.Control.Verb.STOP), undo, LIMIT));
    acts.add(
        Act.await(new Effect.Await(new Condition.Gone(seen.host(), Unit.ETCD), arguments.limit())));
    return new Decision.Change<>("stop etcd of " + seen.host(), acts);
  }
}
