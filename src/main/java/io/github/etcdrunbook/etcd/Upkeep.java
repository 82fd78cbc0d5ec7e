package io.github.etcdrunbook.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.EtcdReader;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.FailureKind;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberId;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Settled;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Space;
import io.github.etcdrunbook.world.Value;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Compacts, defragments and hands leadership over, on the real etcd. Safe for several threads. */
final class Upkeep {
  /** A read that is not answered sooner is asked again: a member that defragments is silent. */
  private static final Duration LISTEN = Duration.ofSeconds(2);

  /** What a database of any size keeps free after a defragmentation, in bytes. */
  private static final long FREE_PAGES = 1 << 20;

  private final EtcdMembers members;
  private final EtcdReader reader;

  Upkeep(EtcdMembers members, EtcdReader reader) {
    this.members = members;
    this.reader = reader;
  }

  /**
   * Compacts, and waits for the physical end on this member. In two: a member counts the pages that
   * a commit freed as free only with a later commit, and while it takes no writes there would be
   * none. So the last revision goes alone.
   */
  Performed compact(Effect.Compact compact, Duration limit) {
    Optional<Long> revision = compact.revision().known();
    if (revision.isEmpty()) {
      return new Performed.NotDone(
          new Failure.Unsuitable("the revision is not known", "plan again"));
    }
    CallLimits limits = members.limits().withCompaction(limit);
    return with(
        compact.host(),
        limits,
        member -> {
          Performed first = compacted(member.maintenance().compact(revision.get() - 1));
          return first instanceof Performed.Done
              ? compacted(member.maintenance().compact(revision.get()))
              : first;
        });
  }

  private static Performed compacted(Answer<Long> answer) {
    return answer
        .failure()
        .map(
            failure ->
                WorldFailures.of(failure).kind() == FailureKind.COMPACTED
                    ? done()
                    : performed(failure))
        .orElseGet(Upkeep::done);
  }

  Settled settle(Effect.Compact compact) {
    long wanted = compact.revision().known().orElse(Long.MAX_VALUE);
    return switch (reader.compacted(compact.host())) {
      case Sight.Unseen<Value<Long>> unseen -> new Settled.Unclear(unseen.failure().what());
      case Sight.Seen<Value<Long>> seen -> {
        long now = seen.value().known().orElse(0L);
        yield now >= wanted
            ? new Settled.Done(
                new EffectResult.Nothing(), "the history is compacted below revision " + now)
            : new Settled.NotDone("the history begins at revision " + now);
      }
    };
  }

  /**
   * Waits until the member answers a read, which it does not while another defragmentation runs;
   * then asks for this one and waits for its end.
   */
  Performed defragment(Effect.Defragment defragment, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    CallLimits limits = members.limits().withCall(LISTEN);
    return with(
        defragment.host(),
        limits,
        member -> {
          Optional<EtcdFailure> silent = listen(member, end);
          Duration left = Duration.ofNanos(end - System.nanoTime());
          if (silent.isPresent() || left.isNegative() || left.isZero()) {
            return new Performed.NotDone(
                silent
                    .map(WorldFailures::of)
                    .orElseGet(() -> new Failure.TimedOut("an answer of the member", limit)));
          }
          return member
              .maintenance()
              .defragment(left)
              .failure()
              .map(Upkeep::performed)
              .orElseGet(Upkeep::done);
        });
  }

  /** Asks until the member answers a read of its own; why it does not, if it never does. */
  private static Optional<EtcdFailure> listen(EtcdConnection member, long end) {
    KeyRange one = KeyRange.key(Bytes.utf8("etcd-runbook")).countOnly().serializable();
    while (true) {
      Optional<EtcdFailure> failure = member.keys().read(one).failure();
      boolean late = System.nanoTime() >= end;
      if (failure.isEmpty() || late || !(failure.get() instanceof EtcdFailure.TimedOut)) {
        return failure;
      }
    }
  }

  /** The member answers again when it is over, and then its file has no room to give back. */
  Settled settle(Effect.Defragment defragment) {
    if (reader.count(defragment.host(), "etcd-runbook").unseen().isPresent()) {
      return new Settled.Unclear("the member answers no read: it may still defragment");
    }
    return switch (reader.space(defragment.host())) {
      case Sight.Unseen<Space> unseen -> new Settled.Unclear(unseen.failure().what());
      case Sight.Seen<Space> seen -> {
        long size = seen.value().size().known().orElse(0L);
        long free = size - seen.value().inUse().known().orElse(0L);
        yield free <= Math.max(FREE_PAGES, size / 20)
            ? new Settled.Done(new EffectResult.Nothing(), "its file has no free pages to give")
            : new Settled.NotDone("%,d of %,d bytes of its file are free".formatted(free, size));
      }
    };
  }

  /** Tries the other voters, in the order of their ids, until one takes over. */
  Performed leaderAway(Effect.LeaderAway away) {
    Sight<MemberStatus> status = reader.status(away.host());
    Sight<List<Member>> list = reader.members(away.host());
    if (status.unseen().isPresent() || list.unseen().isPresent()) {
      return new Performed.NotDone(status.unseen().or(list::unseen).orElseThrow());
    }
    MemberStatus here = status.seen().orElseThrow();
    if (!here.leader().equals(Optional.of(here.member()))) {
      return done();
    }
    Performed last =
        new Performed.NotDone(
            new Failure.Unsuitable(
                "there is no other voter to lead", "bring another member back first"));
    for (MemberId voter : others(list.seen().orElseThrow(), here.member())) {
      last = with(away.host(), members.limits(), member -> moved(member.maintenance(), voter));
      if (last instanceof Performed.Done) {
        return last;
      }
    }
    return last;
  }

  private static List<MemberId> others(List<Member> list, MemberId self) {
    return list.stream()
        .filter(member -> !member.learner() && !member.name().isEmpty())
        .map(Member::id)
        .filter(id -> !id.equals(self))
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private static Performed moved(Maintenance maintenance, MemberId voter) {
    return maintenance
        .moveLeader(voter)
        .failure()
        .map(
            failure ->
                WorldFailures.of(failure).kind() == FailureKind.NOT_LEADER
                    ? done()
                    : performed(failure))
        .orElseGet(Upkeep::done);
  }

  Settled settle(Effect.LeaderAway away) {
    return switch (reader.status(away.host())) {
      case Sight.Unseen<MemberStatus> unseen -> new Settled.Unclear(unseen.failure().what());
      case Sight.Seen<MemberStatus> seen ->
          seen.value().leader().equals(Optional.of(seen.value().member()))
              ? new Settled.NotDone("it leads")
              : new Settled.Done(new EffectResult.Nothing(), "it does not lead");
    };
  }

  /** One call over a connection with limits of its own. */
  private Performed with(
      HostName host, CallLimits limits, Function<EtcdConnection, Performed> call) {
    Sight<EtcdConnection> shared = members.to(host);
    if (shared.unseen().isPresent()) {
      return new Performed.NotDone(shared.unseen().get());
    }
    Answer<EtcdConnection> own =
        EtcdConnection.open(shared.seen().orElseThrow().endpoint(), limits);
    if (!(own instanceof Answer.Ok<EtcdConnection>(EtcdConnection member))) {
      return new Performed.NotDone(WorldFailures.of(own.failure().orElseThrow()));
    }
    try (member) {
      return call.apply(member);
    }
  }

  private static Performed performed(EtcdFailure failure) {
    Failure why = WorldFailures.of(failure);
    return failure.mayHaveTakenEffect() ? new Performed.Unclear(why) : new Performed.NotDone(why);
  }

  private static Performed done() {
    return new Performed.Done(new EffectResult.Nothing());
  }
}
