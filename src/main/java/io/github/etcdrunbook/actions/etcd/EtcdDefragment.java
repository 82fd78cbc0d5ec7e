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
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Space;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives the free pages of one member's database back to the file system. */
public final class EtcdDefragment
    implements Action<EtcdDefragment.Arguments, DefragmentSite, EtcdDefragment.Output> {
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final Duration MOVE_LIMIT = Duration.ofMinutes(1);
  private static final Duration QUORUM_LIMIT = Duration.ofMinutes(2);

  /** A file keeps a few free pages always; so many bytes or this part are nothing to gain. */
  private static final long NOTHING_TO_GAIN = 2L << 20;

  private static final long LAG_MAX = 1000;

  /** The slowest that was measured, a leader, rewrote 117 MB in a second; most do 300. */
  private static final long BYTES_PER_SECOND = 100_000_000;

  /** When it is worth it. */
  public record Arguments(
      @Doc(
              value = "When: a condition over size, inUse, free and quota of the member, in bytes",
              byDefault = "free * 10 > size",
              example = "free > 100 * 1024 * 1024 && inUse * 100 < size * 55")
          String rule,
      @Doc(
              value = "Whether versions may be defragmented whose data may suffer from it",
              byDefault = "false",
              example = "true")
          boolean force,
      @Doc(
              value = "Whether the only member of a cluster may be out of service meanwhile",
              byDefault = "false",
              example = "true")
          boolean outage,
      @Doc(
              value =
                  "Why it is right to defragment although the liveness probe of the pod may kill it"
                      + " meanwhile; empty refuses that",
              byDefault = "''",
              example = "the probe is raised for this window")
          String despiteProbe) {}

  /** The member afterwards. */
  public record Output(@Doc("Size and use of its database, in bytes") Space space) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.defragment",
        "Give the free pages of a member's database back",
        "The member answers nobody meanwhile: leadership is handed over first, if it leads, and a"
            + " member of a cluster that would lose quorum is refused; the only member unless"
            + " `outage` says that this is meant. A running defragmentation"
            + " is waited for, and so is the real end of this one: the server goes on when a"
            + " client gives up. Refuses while any member does not answer, under a CORRUPT alarm,"
            + " on etcd 3.5.0 to 3.5.5 (etcd#14685), for a member that is catching up"
            + " (etcd#20650), with less free disk than 1.2 times what is in use, and where it would"
            + " take, at 100 MB a second, more than half of what the liveness probe of the pod"
            + " allows, unless `despiteProbe` says why that is right.",
        Manual.Place.HOST,
        """
        - id: defragment
          uses: etcd.defragment
          hosts: etcd
          rollout: {batch: 1, order: leaderLast, between: quorum}
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
  public DefragmentSite probe(Arguments arguments, Reader reader) {
    return DefragmentSite.look(reader.standpoint().ownHost(), reader);
  }

  @Override
  public Decision<Output> decide(Arguments arguments, DefragmentSite seen) {
    if (seen.space() instanceof Sight.Unseen<Space> silent) {
      return new Decision.Refused<>(
          "etcd of " + seen.host() + " does not answer: " + silent.failure().what(),
          "bring the member back; one that is defragmented must be healthy");
    }
    Space space = seen.space().seen().orElseThrow();
    Optional<Long> size = space.size().known();
    Optional<Long> inUse = space.inUse().known();
    if (space.size().equals(space.inUse())) {
      return new Decision.Satisfied<>("its file holds only what is in use", new Output(space));
    }
    if (size.isPresent() && inUse.isPresent()) {
      String figures = "%,d of %,d bytes in use".formatted(inUse.get(), size.get());
      if (size.get() - inUse.get() <= Math.min(NOTHING_TO_GAIN, size.get() / 10)) {
        return new Decision.Satisfied<>(figures + ": nothing to gain", new Output(space));
      }
      switch (SpaceRule.ask(arguments.rule(), size.get(), inUse.get(), seen.setting().quota())) {
        case SpaceRule.Verdict.Wrong wrong -> {
          return new Decision.Refused<>(
              "the rule `" + arguments.rule() + "` cannot be read: " + wrong.why(),
              "write a condition over size, inUse, free and quota");
        }
        case SpaceRule.Verdict.Known known -> {
          if (!known.holds()) {
            return new Decision.Satisfied<>(figures + ": below the rule", new Output(space));
          }
        }
      }
    }
    return objection(arguments, seen, inUse)
        .<Decision<Output>>map(problem -> new Decision.Refused<>(problem.what(), problem.hint()))
        .orElseGet(() -> change(seen));
  }

  private static Decision<Output> change(DefragmentSite seen) {
    List<HostName> all = new ArrayList<>(seen.others());
    all.add(seen.host());
    all.sort(null);
    Effect.Await quorum = new Effect.Await(new Condition.Quorum(all), QUORUM_LIMIT);
    List<Act> acts = new ArrayList<>();
    if (!seen.others().isEmpty()) {
      acts.add(
          Act.of(
              new Effect.LeaderAway(seen.host()),
              new Undo.NotNeeded("any voter may lead"),
              MOVE_LIMIT));
      acts.add(Act.await(quorum));
    }
    acts.add(
        Act.of(
            new Effect.Defragment(seen.host()),
            new Undo.NotNeeded("the data is as it was"),
            LIMIT));
    acts.add(Act.await(quorum));
    return new Decision.Change<>("defragment the database", acts);
  }

  private static Optional<RestoreProblem> objection(
      Arguments arguments, DefragmentSite seen, Optional<Long> inUse) {
    MemberStatus status = seen.status().seen().orElseThrow();
    Optional<MemberStatus.Progress> progress = status.progress().known();
    if (!seen.silent().isEmpty()) {
      return problem(
          "etcd of " + seen.silent() + " does not answer a linearizable read",
          "bring every member back first: a member that defragments is missing as well");
    }
    Optional<RestoreProblem> alone =
        OnlyMember.objection(arguments.outage(), !seen.others().isEmpty(), "is defragmented");
    if (alone.isPresent()) {
      return alone;
    }
    if (status.errors().stream().anyMatch(error -> error.contains("CORRUPT"))) {
      return problem(
          "a CORRUPT alarm is raised", "replace the corrupt member first; see etcd's log on it");
    }
    if (status.learner()
        || progress.filter(now -> now.index() - now.applied() > LAG_MAX).isPresent()) {
      return problem(
          "the member is a learner or catches up with the others, and its data could be damaged",
          "wait until it is in sync");
    }
    if (!arguments.force() && isUnsafe(status.version())) {
      return problem(
          "etcd " + status.version() + " may lose its consistency by a defragmentation",
          "upgrade to 3.5.6 or newer; or say force");
    }
    Optional<RestoreProblem> killed = killed(arguments, seen, inUse);
    if (killed.isPresent()) {
      return killed;
    }
    long needed = inUse.orElse(0L) / 5 * 6;
    return seen.setting().freeBytes().known().filter(free -> free < needed).isPresent()
        ? problem(
            "%,d bytes are free beside the data and %,d are needed"
                .formatted(seen.setting().freeBytes().known().orElse(0L), needed),
            "free space on that file system")
        : Optional.empty();
  }

  /** A kubelet that kills etcd in the middle leaves the member to begin again, and again. */
  private static Optional<RestoreProblem> killed(
      Arguments arguments, DefragmentSite seen, Optional<Long> inUse) {
    Optional<Duration> budget = seen.setting().budget();
    if (budget.isEmpty() || inUse.isEmpty() || !arguments.despiteProbe().isBlank()) {
      return Optional.empty();
    }
    Duration estimate = Duration.ofSeconds(inUse.get() / BYTES_PER_SECOND);
    return estimate.multipliedBy(2).compareTo(budget.get()) > 0
        ? problem(
            "it may take %d s, and the liveness probe kills etcd after %d s without an answer"
                .formatted(estimate.toSeconds(), budget.get().toSeconds()),
            "raise the probe's failureThreshold in the manifest and say so in `despite_probe`, or"
                + " defragment the stopped member with `etcdutl defrag`")
        : Optional.empty();
  }

  private static boolean isUnsafe(String version) {
    return EtcdVersion.minor(version).equals("3.5")
        && EtcdVersion.patch(version).filter(patch -> patch <= 5).isPresent();
  }

  private static Optional<RestoreProblem> problem(String what, String hint) {
    return Optional.of(new RestoreProblem(what, hint));
  }
}
