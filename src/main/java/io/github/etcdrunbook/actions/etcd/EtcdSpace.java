package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Space;
import io.github.etcdrunbook.world.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Tells how full each member is, and how much of that is history. Changes nothing. */
public final class EtcdSpace
    implements Action<EtcdSpace.Arguments, EtcdSpace.Observation, EtcdSpace.Output> {
  private static final long DEFAULT_QUOTA = 2L << 30;

  /** What is not accepted. */
  public record Arguments(
      @Doc(
              value = "Refuse when every member uses so many percent of its quota; 0 never",
              byDefault = "0",
              example = "80")
          long inUseBelow) {}

  /** Each etcd host, and the history as the first member tells it that answers. */
  public record Observation(List<Seen> members, Value<Long> revision, Value<Long> compacted) {}

  /** One member. */
  public record Seen(HostName host, Sight<Space> space, long quota) {}

  /** One member for people and expressions, in bytes and percent of the quota. */
  public record MemberSpace(
      String host, Value<Long> size, Value<Long> inUse, long quota, Value<Long> percent) {}

  /** All of it. */
  public record Output(
      @Doc("Size, use and quota of the members that answer") List<MemberSpace> members,
      @Doc("The newest revision") Value<Long> revision,
      @Doc("The revision below which the history is gone") Value<Long> compacted,
      @Doc("How many revisions of history are kept") Value<Long> history) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.space",
        "Tell how full the members are",
        "Asks each member for the size of its database and what of it is in use, and finds the"
            + " revision that the history reaches back to. Needs no quorum. With `inUseBelow` it"
            + " refuses when each uses as much or more: they have the same data, and after a"
            + " compaction some tell late how little they use.",
        Manual.Place.CLUSTER,
        """
        - id: space
          uses: etcd.space
        """);
  }

  @Override
  public Nature nature() {
    return Nature.READS;
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
    List<Seen> members =
        reader.etcdHosts().stream()
            .map(host -> new Seen(host, reader.etcd().space(host), quota(reader.host(host))))
            .toList();
    for (HostName host : reader.etcdHosts()) {
      Optional<MemberStatus> status = reader.etcd().status(host).seen();
      Optional<Value<Long>> compacted = reader.etcd().compacted(host).seen();
      if (status.isPresent() && compacted.isPresent()) {
        return new Observation(
            members, status.get().progress().map(MemberStatus.Progress::revision), compacted.get());
      }
    }
    return new Observation(members, Value.fixed(0L), Value.fixed(0L));
  }

  private static long quota(Sight<HostReader> host) {
    return host.seen()
        .flatMap(HostReader::etcd)
        .map(EtcdLayout::settings)
        .map(EtcdLayout.Settings::quotaBytes)
        .orElse(DEFAULT_QUOTA);
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    List<MemberSpace> members = seen.members().stream().flatMap(one -> line(one).stream()).toList();
    if (members.isEmpty()) {
      return new Decision.Refused<>("no member answers", "look at the members' logs");
    }
    // All have the same data, and after a compaction some tell late how little they use.
    Optional<MemberSpace> least =
        members.stream()
            .filter(one -> one.inUse().known().isPresent())
            .min(Comparator.comparingLong(EtcdSpace::used));
    Optional<MemberSpace> over =
        least.filter(one -> arguments.inUseBelow() > 0 && used(one) >= arguments.inUseBelow());
    Value<Long> history =
        Value.both(seen.revision(), seen.compacted(), (newest, old) -> newest - old);
    Output output = new Output(members, seen.revision(), seen.compacted(), history);
    return over.<Decision<Output>>map(EtcdSpace::refused)
        .orElseGet(() -> new Decision.Satisfied<>(text(output), output));
  }

  private static Optional<MemberSpace> line(Seen seen) {
    return seen.space()
        .seen()
        .map(
            space ->
                new MemberSpace(
                    seen.host().text(),
                    space.size(),
                    space.inUse(),
                    seen.quota(),
                    space.size().map(size -> size * 100 / seen.quota())));
  }

  private static long used(MemberSpace member) {
    return member.inUse().known().map(bytes -> bytes * 100 / member.quota()).orElse(0L);
  }

  private static Decision<Output> refused(MemberSpace full) {
    return new Decision.Refused<>(
        "%s uses %,d bytes, %d %% of its quota of %,d: what is left after a compaction is too much"
            .formatted(full.host(), full.inUse().known().orElse(0L), used(full), full.quota()),
        "take this run back with undo, which frees the lock and brings no data back; then raise"
            + " the quota with the playbook raise-quota, or delete what is not needed (events"
            + " first) and run this again");
  }

  private static String text(Output output) {
    MemberSpace fullest =
        output.members().stream()
            .max(Comparator.comparingLong(one -> one.percent().known().orElse(0L)))
            .orElseThrow();
    String size =
        "%s is the fullest: %,d of %,d bytes (%d %%)"
            .formatted(
                fullest.host(),
                fullest.size().known().orElse(0L),
                fullest.quota(),
                fullest.percent().known().orElse(0L));
    String inUse =
        fullest.inUse().known().map(", %,d in use"::formatted).orElse(", use known later");
    return (fullest.size().known().isPresent() ? size : "sizes known later")
        + inUse
        + ", history of %,d revisions".formatted(output.history().known().orElse(0L));
  }
}
