package io.github.etcdrunbook.run;

import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.FailureKind;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Settled;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes a run back: the recorded inverses of the done acts, in reverse order, one after the other.
 * Begins anew from the journal, also in the middle. What happens, in this order:
 *
 * <ol>
 *   <li>past the point of no return it refuses;
 *   <li>effects in doubt are settled: only what happened is taken back;
 *   <li>each inverse is recorded, performed, and recorded again, as effects are;
 *   <li>at an act that has no inverse it stops: from there on a person is alone;
 *   <li>where it reaches the step that it was to go back to, it stops, too, and may go on later.
 * </ol>
 */
public final class Undoer {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int ATTEMPTS_MAX = 3;
  private static final Duration PASSES_AFTER = Duration.ofSeconds(4);

  /** Inverses have no waits of their own: the interlock waits for what they started. */
  private static final Manner.Patience GRACE =
      new Manner.Patience(Duration.ofSeconds(1), Duration.ofMinutes(2));

  private final Plan plan;
  private final Means means;
  private final Performer performer;
  private final Settling settling;

  /** Takes back the run of the plan. */
  public Undoer(Plan plan, Means means) {
    this.plan = plan;
    this.means = means;
    this.performer = new Performer(means);
    this.settling = new Settling(performer, means.timing());
  }

  /** How an undo ended. */
  public sealed interface End {
    /** Everything that was done is taken back. */
    record Complete() implements End {}

    /** Everything behind this entry is taken back, and the run stays in its undo. */
    record Reached(StepId to) implements End {
      /** Rejects null. */
      public Reached {
        Objects.requireNonNull(to, "to");
      }
    }

    /** It stopped at an act: what is left as it is, and why. */
    record Incomplete(EffectRef at, Trouble trouble) implements End {
      /** Rejects null. */
      public Incomplete {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(trouble, "trouble");
      }
    }

    /** Nothing was taken back: the point of no return is passed. */
    record Refused(StepAt passed) implements End {
      /** Rejects null. */
      public Refused {
        Objects.requireNonNull(passed, "passed");
      }
    }
  }

  /** Takes the run back. */
  public End undo(String operator) {
    return undo(operator, UndoReach.all());
  }

  /** Takes the run back so far. */
  public End undo(String operator, UndoReach reach) {
    Optional<StepAt> passed = state().marks().noReturn();
    if (passed.isPresent()) {
      return new End.Refused(passed.get());
    }
    if (state().stage() != RunState.Stage.UNDOING) {
      means.ledger().record(new RunEvent.UndoStarted(operator));
    }
    Optional<End.Incomplete> doubt = settleForward();
    if (doubt.isPresent()) {
      return doubt.get();
    }
    for (EffectRef ref : state().done().reversed()) {
      if (!reach.takesBack(ref.step())) {
        continue;
      }
      Optional<Trouble> trouble = halted(ref).or(() -> takeBack(ref));
      if (trouble.isPresent()) {
        return new End.Incomplete(ref, trouble.get());
      }
    }
    if (reach.to().isPresent()) {
      means.ledger().record(new RunEvent.UndoReached(reach.to().get()));
      return new End.Reached(reach.to().get());
    }
    means.ledger().record(new RunEvent.UndoFinished(List.of()));
    return new End.Complete();
  }

  private Optional<Trouble> halted(EffectRef ref) {
    return means.stop().getAsBoolean()
        ? Optional.of(new Trouble.Halted("the operator asked to stop before " + ref))
        : Optional.empty();
  }

  private RunState state() {
    return means.ledger().state();
  }

  private ActState act(EffectRef ref) {
    return state().act(ref).orElseThrow();
  }

  /** Settles what the run left open, so that the done acts are known. */
  private Optional<End.Incomplete> settleForward() {
    for (EffectRef ref : open()) {
      ActState act = act(ref);
      EffectKey key = new EffectKey(plan.id(), ref, EffectKey.Phase.FORWARD, act.attempts());
      switch (settling.settle(act.act().effect(), key, () -> false)) {
        case Settled.Done done ->
            means
                .ledger()
                .record(
                    new RunEvent.EffectDone(
                        ref, act.attempts(), done.result(), Optional.of(done.evidence())));
        case Settled.NotDone notDone -> {
          // What is harmless to repeat may have happened: then its inverse is needed, too.
          if (act.act().effect().proof() == Effect.Proof.REPEATABLE
              && act.act().undo() instanceof Undo.By) {
            return Optional.of(
                new End.Incomplete(ref, new Trouble.Doubt(ref, "it may have happened")));
          }
          means
              .ledger()
              .record(new RunEvent.EffectNotDone(ref, act.attempts(), notDone.evidence()));
        }
        case Settled.Unclear unclear -> {
          return Optional.of(new End.Incomplete(ref, new Trouble.Doubt(ref, unclear.why())));
        }
      }
    }
    return Optional.empty();
  }

  private List<EffectRef> open() {
    List<EffectRef> open = new ArrayList<>();
    for (Map.Entry<StepAt, StepState> step : state().steps().entrySet()) {
      List<ActState> acts = step.getValue().acts();
      for (int index = 0; index < acts.size(); index++) {
        if (acts.get(index).isOpen()) {
          open.add(step.getKey().effect(index));
        }
      }
    }
    return open;
  }

  private Optional<Trouble> takeBack(EffectRef ref) {
    return switch (act(ref).act().undo()) {
      case Undo.NotNeeded ignored -> Optional.empty();
      case Undo.ByHand hand ->
          Optional.of(new Trouble.Refused("a person must take it back", hand.instructions()));
      case Undo.Irreversible irreversible ->
          Optional.of(
              new Trouble.Refused(
                  "it cannot be taken back: " + irreversible.why(), "go forward: resume"));
      case Undo.By by -> {
        Optional<Trouble> trouble = Optional.empty();
        while (trouble.isEmpty() && nextPart(ref) < by.inverse().size()) {
          Effect inverse = Binding.of(by.inverse().get(nextPart(ref)), state());
          trouble = perform(ref, nextPart(ref), inverse);
        }
        yield trouble;
      }
    };
  }

  private int nextPart(EffectRef ref) {
    return EffectFold.nextPart(act(ref));
  }

  /** One part of an inverse, until it happened or cannot. */
  private Optional<Trouble> perform(EffectRef ref, int part, Effect inverse) {
    if (act(ref).progress() instanceof ActState.Progress.UndoOpen open) {
      Optional<Trouble> trouble = settle(ref, part, inverse, open.attempt());
      if (trouble.isPresent() || nextPart(ref) > part) {
        return trouble;
      }
    }
    Optional<Trouble> trouble = Optional.empty();
    for (int tries = 0; tries < ATTEMPTS_MAX; tries++) {
      if (trouble.filter(Undoer::passes).isPresent()) {
        means.timing().pause(PASSES_AFTER);
      }
      Optional<Failure.InterlockBroken> objection = objection(ref, inverse);
      if (objection.isPresent()) {
        return objection.map(Trouble.Broke::new);
      }
      int attempt = EffectFold.nextUndoAttempt(act(ref));
      means.ledger().record(new RunEvent.UndoIntended(ref, part, inverse, attempt));
      trouble = attempt(ref, part, inverse, attempt);
      boolean doubtful = act(ref).progress() instanceof ActState.Progress.UndoOpen;
      if (doubtful || nextPart(ref) > part) {
        return trouble;
      }
    }
    return trouble;
  }

  /** After a promotion etcd refuses the next change of members for some seconds. */
  private static boolean passes(Trouble trouble) {
    return trouble instanceof Trouble.Broke broke
        && broke.failure().kind() == FailureKind.UNHEALTHY_CLUSTER;
  }

  private Optional<Trouble> attempt(EffectRef ref, int part, Effect inverse, int attempt) {
    Performed performed = performer.perform(inverse, key(ref, attempt), LIMIT, standpoint(ref));
    if (means.stop().brake().breaksOff() && !(performed instanceof Performed.Done)) {
      // It stays open in the journal: the next undo finds out.
      return Optional.of(Halts.brokenOff(ref, true));
    }
    return switch (performed) {
      case Performed.Done ignored -> {
        means.ledger().record(new RunEvent.UndoDone(ref, part, attempt, Optional.empty()));
        yield Optional.empty();
      }
      case Performed.NotDone notDone -> {
        String what = notDone.failure().what();
        means.ledger().record(new RunEvent.UndoNotDone(ref, part, attempt, what));
        yield Optional.of(new Trouble.Broke(notDone.failure()));
      }
      case Performed.Unclear unclear ->
          settle(ref, part, inverse, attempt)
              .or(
                  () ->
                      nextPart(ref) > part
                          ? Optional.empty()
                          : Optional.of(new Trouble.Broke(unclear.failure())));
    };
  }

  private Optional<Trouble> settle(EffectRef ref, int part, Effect inverse, int attempt) {
    return switch (settling.settle(inverse, key(ref, attempt), () -> false)) {
      case Settled.Done done -> {
        Optional<String> evidence = Optional.of(done.evidence());
        means.ledger().record(new RunEvent.UndoDone(ref, part, attempt, evidence));
        yield Optional.empty();
      }
      case Settled.NotDone notDone -> {
        means.ledger().record(new RunEvent.UndoNotDone(ref, part, attempt, notDone.evidence()));
        yield Optional.empty();
      }
      case Settled.Unclear unclear -> Optional.of(new Trouble.Doubt(ref, unclear.why()));
    };
  }

  private Optional<Failure.InterlockBroken> objection(EffectRef ref, Effect inverse) {
    boolean givenUp =
        plan.step(StepAt.of(ref))
            .map(PlannedStep::marks)
            .filter(marks -> marks.quorumGivenUp().isPresent())
            .isPresent();
    return givenUp
        ? Optional.empty()
        : new Guard(means, GRACE).objection(ref, inverse, standpoint(ref));
  }

  private EffectKey key(EffectRef ref, int attempt) {
    return new EffectKey(plan.id(), ref, EffectKey.Phase.UNDO, attempt);
  }

  private Standpoint standpoint(EffectRef ref) {
    return new Standpoint(plan.id(), plan.made().cluster(), ref.step(), ref.host());
  }
}
