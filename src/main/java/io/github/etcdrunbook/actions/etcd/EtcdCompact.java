package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Retry;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.FailureKind;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Drops the history of keys below a revision; also under a NOSPACE alarm. */
public final class EtcdCompact
    implements Action<EtcdCompact.Arguments, EtcdCompact.Observation, EtcdCompact.Output> {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Retry RETRY =
      new Retry(Set.of(FailureKind.NO_LEADER), Duration.ofMillis(500), Duration.ofSeconds(30));

  /** How far. */
  public record Arguments(
      @Doc(
              value = "The revision below which the history is dropped; it may move until the run",
              example = "${steps.space.revision - inputs.keep_revisions}")
          Value<Long> revision) {}

  /** The first member with quorum, if there is one, its newest and its compacted revision. */
  public record Observation(Optional<Seen> seen) {}

  /** What that member says. */
  public record Seen(HostName via, Value<Long> newest, Value<Long> compacted) {}

  /** The revision below which nothing is kept. */
  public record Output(
      @Doc("The revision below which the history is gone") Value<Long> compacted) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.compact",
        "Drop the history of keys below a revision",
        "Waits until the old data is gone on the member that is asked; the others follow by"
            + " themselves. It works under a NOSPACE alarm and needs quorum. Every key stays as it"
            + " is; clients that watch from an older revision list again. The file does not get"
            + " smaller: that takes `etcd.defragment`.",
        Manual.Place.CLUSTER,
        """
        - id: compact
          uses: etcd.compact
          with: {revision: "${steps.space.revision - inputs.keep_revisions}"}
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
      Optional<MemberStatus> status = reader.etcd().status(host).seen();
      Optional<Value<Long>> compacted = reader.etcd().compacted(host).seen();
      if (status.isPresent() && compacted.isPresent() && reader.etcd().linearizable(host)) {
        Value<Long> newest = status.get().progress().map(MemberStatus.Progress::revision);
        return new Observation(Optional.of(new Seen(host, newest, compacted.get())));
      }
    }
    return new Observation(Optional.empty());
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation observation) {
    if (observation.seen().isEmpty()) {
      return new Decision.Refused<>(
          "no member has quorum, and a compaction needs it", "bring members back first");
    }
    Seen seen = observation.seen().get();
    long wanted = arguments.revision().known().orElse(Long.MAX_VALUE);
    long now = seen.compacted().known().orElse(0L);
    if (wanted <= Math.max(now, 1)) {
      return new Decision.Satisfied<>(
          now == 0
              ? "there is no history to drop"
              : "the history is compacted below revision %,d".formatted(now),
          new Output(seen.compacted()));
    }
    if (wanted > seen.newest().known().orElse(0L)) {
      return new Decision.Refused<>(
          "revision %s is in the future".formatted(arguments.revision()),
          "keep more than 0 revisions");
    }
    Value<Long> moving = Value.drifting(wanted);
    Undo undo = new Undo.NotNeeded("every key is as it was; only its history is shorter");
    return new Decision.Change<>(
        "compact the history below revision ~%,d".formatted(wanted),
        List.of(new Act(new Effect.Compact(seen.via(), moving), undo, RETRY, LIMIT)));
  }
}
