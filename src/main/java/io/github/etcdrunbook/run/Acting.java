package io.github.etcdrunbook.run;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Retry;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Settled;
import io.github.etcdrunbook.world.Standpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Performs the acts of one started step, from the first that is not done on. What is in doubt is
 * settled before anything else; nothing is decided again. For each act, in this order:
 *
 * <ol>
 *   <li>settle it, if an attempt at it is open;
 *   <li>ask the interlock;
 *   <li>record the intent, on the disk;
 *   <li>perform;
 *   <li>record what came of it, before the next begins; a lost answer is settled at once;
 *   <li>an effect that certainly did not happen is tried again, if its retry names the failure.
 * </ol>
 */
final class Acting {
  /** An effect that did not happen since its answer was lost is attempted so often at most. */
  private static final int LOST_ATTEMPTS_MAX = 3;

  private static final Manner.Patience GRACE =
      new Manner.Patience(Duration.ofSeconds(1), Duration.ofSeconds(15));

  private final Means means;
  private final Performer performer;
  private final Settling settling;
  private final Manner manner;
  private final Standpoint standpoint;
  private final BooleanSupplier satisfied;
  private final Instant started;

  Acting(Means means, Manner manner, Standpoint standpoint, BooleanSupplier satisfied) {
    this.means = means;
    this.performer = new Performer(means);
    this.settling = new Settling(performer, means.timing());
    this.manner = manner;
    this.standpoint = standpoint;
    this.satisfied = satisfied;
    this.started = means.timing().now();
  }

  /** Performs what is left to do; answers why it stopped before the end, if so. */
  Optional<Trouble> finish(StepAt at) {
    while (means.ledger().state().step(at).orElseThrow() instanceof StepState.Started step) {
      Optional<Integer> next = step.next();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      Optional<Trouble> trouble = act(at.effect(next.get()));
      if (trouble.isPresent()) {
        return trouble;
      }
    }
    return Optional.empty();
  }

  private Optional<Trouble> act(EffectRef ref) {
    if (state(ref).isOpen()) {
      Optional<Trouble> trouble = settle(ref, "the run ended before its answer came");
      if (trouble.isPresent() || state(ref).isDone()) {
        return trouble;
      }
    }
    Instant first = means.timing().now();
    while (true) {
      if (means.stop().brake().breaksOff()) {
        return Optional.of(Halts.before(ref));
      }
      Optional<Failure.InterlockBroken> objection = objection(ref);
      if (objection.isPresent()) {
        return Optional.of(new Trouble.Broke(objection.get()));
      }
      Optional<Miss> miss = attempt(ref);
      if (state(ref).isDone() || miss.isEmpty()) {
        return Optional.empty();
      }
      if (means.stop().brake().breaksOff()) {
        return Optional.of(Halts.brokenOff(ref, state(ref).isOpen()));
      }
      if (state(ref).isOpen()) {
        return Optional.of(new Trouble.Doubt(ref, miss.get().failure().what()));
      }
      if (!again(ref, miss.get(), first)) {
        return Optional.of(new Trouble.Broke(miss.get().failure()));
      }
    }
  }

  private ActState state(EffectRef ref) {
    return means.ledger().state().act(ref).orElseThrow();
  }

  private Optional<Failure.InterlockBroken> objection(EffectRef ref) {
    return switch (manner.quorum()) {
      case Manner.Quorum.GivenUp ignored -> Optional.empty();
      case Manner.Quorum.Kept ignored ->
          new Guard(means, GRACE).objection(ref, state(ref).act().effect(), standpoint);
    };
  }

  /** An attempt that did not simply succeed, and whether its answer was lost. */
  private record Miss(Failure failure, boolean lost) {}

  /** One attempt, recorded before and after. */
  private Optional<Miss> attempt(EffectRef ref) {
    Act act = state(ref).act();
    int attempt = state(ref).nextAttempt();
    means.ledger().record(new RunEvent.EffectIntended(ref, attempt));
    Duration limit = limit(act);
    if (limit.isNegative() || limit.isZero()) {
      Failure late = new Failure.TimedOut("the step", manner.timeout().orElse(act.limit()));
      means.ledger().record(new RunEvent.EffectNotDone(ref, attempt, late.what()));
      return Optional.of(new Miss(late, false));
    }
    Performed performed = performer.perform(act.effect(), key(ref, attempt), limit, standpoint);
    if (means.stop().brake().breaksOff() && !(performed instanceof Performed.Done)) {
      return Optional.of(brokenOff(ref, attempt));
    }
    switch (performed) {
      case Performed.Done done ->
          means
              .ledger()
              .record(new RunEvent.EffectDone(ref, attempt, done.result(), Optional.empty()));
      case Performed.NotDone notDone -> {
        Failure failure = notDone.failure();
        means.ledger().record(new RunEvent.EffectNotDone(ref, attempt, failure.what()));
        return Optional.of(new Miss(failure, false));
      }
      case Performed.Unclear unclear -> {
        settle(ref, unclear.failure().what());
        return Optional.of(new Miss(unclear.failure(), true));
      }
    }
    return Optional.empty();
  }

  /** What the operator broke off is not known, and settled by resume; a wait changes nothing. */
  private Miss brokenOff(EffectRef ref, int attempt) {
    String why = "the operator broke it off";
    means
        .ledger()
        .record(
            state(ref).act().effect() instanceof Effect.Await
                ? new RunEvent.EffectNotDone(ref, attempt, why)
                : new RunEvent.EffectInDoubt(ref, attempt, why));
    return new Miss(new Failure.Unsuitable(why, "resume"), false);
  }

  /** Settles an open attempt; the trouble, if nothing tells what became of it. */
  private Optional<Trouble> settle(EffectRef ref, String why) {
    int attempt = state(ref).attempts();
    means.ledger().record(new RunEvent.EffectInDoubt(ref, attempt, why));
    Effect effect = state(ref).act().effect();
    return switch (settling.settle(effect, key(ref, attempt), satisfied)) {
      case Settled.Done done -> {
        means
            .ledger()
            .record(
                new RunEvent.EffectDone(ref, attempt, done.result(), Optional.of(done.evidence())));
        yield Optional.empty();
      }
      case Settled.NotDone notDone -> {
        means.ledger().record(new RunEvent.EffectNotDone(ref, attempt, notDone.evidence()));
        yield Optional.empty();
      }
      case Settled.Unclear unclear -> Optional.of(new Trouble.Doubt(ref, unclear.why()));
    };
  }

  /** Whether the effect, which did not happen, is tried again; waits before the next attempt. */
  private boolean again(EffectRef ref, Miss miss, Instant first) {
    ActState state = state(ref);
    Retry retry = state.act().retry();
    Instant next = means.timing().now().plus(retry.every());
    boolean named =
        retry.on().contains(miss.failure().kind()) && !next.isAfter(first.plus(retry.within()));
    if (named) {
      means.ledger().watcher().waiting(ref, miss.failure().what());
      means.timing().pause(retry.every());
    }
    return named || (miss.lost() && state.attempts() < LOST_ATTEMPTS_MAX);
  }

  private Duration limit(Act act) {
    return manner
        .timeout()
        .map(all -> all.minus(Duration.between(started, means.timing().now())))
        .filter(left -> left.compareTo(act.limit()) < 0)
        .orElse(act.limit());
  }

  private EffectKey key(EffectRef ref, int attempt) {
    return new EffectKey(standpoint.run(), ref, EffectKey.Phase.FORWARD, attempt);
  }
}
