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
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.FailureKind;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberId;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Space;
import io.github.etcdrunbook.world.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Disarms the alarms of one type, each by the member that it names; never while CORRUPT is up. */
public final class AlarmDisarm
    implements Action<AlarmDisarm.Arguments, AlarmDisarm.Observation, AlarmDisarm.Output> {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Retry RETRY =
      new Retry(Set.of(FailureKind.NO_LEADER), Duration.ofMillis(500), Duration.ofSeconds(30));

  /** Which alarms. */
  public record Arguments(
      @Doc(value = "The type of alarm", example = "NOSPACE") Alarm.Type alarm,
      @Doc(
              value = "A space alarm stays while a member fills so many percent of its quota",
              byDefault = "90",
              example = "95")
          long below) {}

  /**
   * The member that was asked and the alarms it lists; empty when no member could be asked. And how
   * full the members are.
   */
  public record Observation(Optional<Listing> listing, List<Filled> filled) {
    /** Copies the list. */
    public Observation {
      filled = List.copyOf(filled);
    }
  }

  /** The size of a member's database and its quota, in bytes. */
  public record Filled(HostName host, Value<Long> size, long quota) {
    private boolean isAbove(long percent) {
      return size.known().filter(bytes -> bytes * 100 >= quota * percent).isPresent();
    }
  }

  /** The alarms and the members as one member lists them. */
  public record Listing(HostName via, List<Alarm> alarms, List<MemberId> members) {
    /** Copies the lists. */
    public Listing {
      alarms = List.copyOf(alarms);
      members = List.copyOf(members);
    }

    /**
     * What is disarmed of a type that is up: the alarm of every member, since another one may raise
     * it too until then, and those of members that are gone. Disarming what is not up is harmless.
     */
    private List<Alarm> all(Alarm.Type type) {
      return Stream.concat(
              members.stream(),
              alarms.stream().filter(alarm -> alarm.type() == type).map(Alarm::member))
          .distinct()
          .sorted()
          .map(member -> new Alarm(type, member))
          .toList();
    }
  }

  /** The alarms that are left. */
  public record Output(@Doc("The alarms of other types that are left") List<String> left) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.alarm_disarm",
        "Disarm the alarms of one type",
        "Each by the id of the member that it names, which may be an old member's. Refuses while a"
            + " CORRUPT alarm is raised: disarming the last NOSPACE alarm would lift its block"
            + " too (etcd's apply.go rebuilds the applier). Refuses to disarm NOSPACE while a"
            + " member still fills its quota: the next write would raise the alarm again.",
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
        return new Observation(
            Optional.of(new Listing(host, alarms.get(), members(host, reader))), filled(reader));
      }
    }
    return new Observation(Optional.empty(), List.of());
  }

  private static List<MemberId> members(HostName via, Reader reader) {
    return reader.etcd().members(via).seen().orElse(List.of()).stream().map(Member::id).toList();
  }

  private static List<Filled> filled(Reader reader) {
    List<Filled> found = new ArrayList<>();
    for (HostName host : reader.etcdHosts()) {
      Optional<EtcdLayout> layout = reader.host(host).seen().flatMap(HostReader::etcd);
      Optional<Space> space = reader.etcd().space(host).seen();
      if (layout.isPresent() && space.isPresent()) {
        found.add(new Filled(host, space.get().size(), layout.get().settings().quotaBytes()));
      }
    }
    return found;
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
    Optional<Filled> full =
        seen.filled().stream().filter(one -> one.isAbove(arguments.below())).findFirst();
    if (arguments.alarm() == Alarm.Type.NOSPACE && full.isPresent()) {
      return new Decision.Refused<>(
          "the database of %s still takes %,d of its quota of %,d bytes: the next write would raise the alarm again"
              .formatted(
                  full.get().host(), full.get().size().known().orElse(0L), full.get().quota()),
          "compact, and defragment every member first; if that is not enough, raise the quota");
    }
    Undo undo = new Undo.NotNeeded("etcd raises the alarm again by itself when its cause is back");
    return new Decision.Change<>(
        "disarm " + mine.size() + " " + arguments.alarm() + " alarm(s)",
        listing.all(arguments.alarm()).stream()
            .map(alarm -> new Act(new Effect.DisarmAlarm(listing.via(), alarm), undo, RETRY, LIMIT))
            .toList());
  }
}
