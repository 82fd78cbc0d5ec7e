package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Retry;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Alarm;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.FailureKind;
import io.github.etcdrunbook.world.Reader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Disarms the alarms of one type, each by the member that it names; never while CORRUPT is up. */
public final class AlarmDisarm
    implements Action<AlarmDisarm.Arguments, AlarmDisarm.Observation, AlarmDisarm.Output> {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Retry RETRY =
      new Retry(Set.of(FailureKind.NO_LEADER), Duration.ofMillis(500), Duration.ofSeconds(30));

  /** Which alarms. */
  public record Arguments(
      @Doc(value = "The type of alarm", example = "NOSPACE") Alarm.Type alarm) {}

  /** The member that was asked and the alarms it lists; empty when no member could be asked. */
  public record Observation(Optional<Listing> listing) {}

  /** The alarms as one member lists them. */
  public record Listing(HostName via, List<Alarm> alarms) {}

  /** The alarms that are left. */
  public record Output(@Doc("The alarms of other types that are left") List<String> left) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.alarm_disarm",
        "Disarm the alarms of one type",
        "Each by the id of the member that it names, which may be an old member's. Refuses while a"
            + " CORRUPT alarm is raised: disarming the last NOSPACE alarm would lift its block"
            + " too (etcd's apply.go rebuilds the applier).",
        Manual.Place.CLUSTER,
        """
        - id: disarm
          uses: etcd.alarm_disarm
          with: {alarm: NOSPACE}
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
    for (HostName host : reader.etcdHosts()) {
      Optional<List<Alarm>> alarms = reader.etcd().alarms(host).seen();
      if (alarms.isPresent()) {
        return new Observation(Optional.of(new Listing(host, alarms.get())));
      }
    }
    return new Observation(Optional.empty());
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (seen.listing().isEmpty()) {
      return new Decision.Refused<>(
          "no member lists its alarms: the cluster has no quorum", "bring the quorum back first");
    }
    Listing listing = seen.listing().get();
    boolean corrupt =
        listing.alarms().stream().anyMatch(alarm -> alarm.type() == Alarm.Type.CORRUPT);
    if (corrupt && arguments.alarm() != Alarm.Type.CORRUPT) {
      return new Decision.Refused<>(
          "a CORRUPT alarm is raised", "replace the corrupt member first; never disarm around it");
    }
    List<Alarm> mine =
        listing.alarms().stream().filter(alarm -> alarm.type() == arguments.alarm()).toList();
    if (mine.isEmpty()) {
      return new Decision.Satisfied<>(
          "no " + arguments.alarm() + " alarm",
          new Output(listing.alarms().stream().map(Alarm::toString).toList()));
    }
    Undo undo = new Undo.NotNeeded("etcd raises the alarm again by itself when its cause is back");
    return new Decision.Change<>(
        "disarm " + mine.size() + " " + arguments.alarm() + " alarm(s)",
        mine.stream()
            .map(alarm -> new Act(new Effect.DisarmAlarm(listing.via(), alarm), undo, RETRY, LIMIT))
            .toList());
  }
}
