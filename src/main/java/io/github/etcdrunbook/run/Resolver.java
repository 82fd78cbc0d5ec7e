package io.github.etcdrunbook.run;

import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.ActState.Progress;
import io.github.etcdrunbook.world.EffectRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Records what a person has found out of an effect in doubt; the run goes on from there. Reads and
 * changes nothing in the world.
 */
public final class Resolver {
  private final Ledger ledger;

  /** Resolves effects of the run whose ledger this is. */
  public Resolver(Ledger ledger) {
    this.ledger = Objects.requireNonNull(ledger, "ledger");
  }

  /** What came of it. */
  public sealed interface Answer {
    /** It is recorded. */
    record Recorded(EffectRef effect) implements Answer {}

    /** There is nothing that could be resolved so; the steps that have an effect in doubt. */
    record Nothing(String why, List<StepAt> inDoubt) implements Answer {
      /** Copies the steps. */
      public Nothing {
        inDoubt = List.copyOf(inDoubt);
      }
    }
  }

  /** What a person says: of which step, what became of its effect, who says it and why. */
  public record Finding(
      StepAt at, RunEvent.EffectResolved.Verdict verdict, String who, String reason) {
    /** Rejects null. */
    public Finding {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(verdict, "verdict");
      Objects.requireNonNull(who, "who");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** Records the finding for the one effect of the step that is in doubt. */
  public Answer resolve(Finding finding) {
    RunState state = ledger.state();
    Optional<EffectRef> open = state.step(finding.at()).flatMap(step -> open(finding.at(), step));
    if (open.isEmpty()) {
      return new Answer.Nothing("no effect of " + finding.at() + " is in doubt", inDoubt(state));
    }
    ActState act = state.act(open.get()).orElseThrow();
    boolean undoing = act.progress() instanceof Progress.UndoOpen;
    if (undoing && finding.verdict() == RunEvent.EffectResolved.Verdict.SKIPPED) {
      return new Answer.Nothing(
          "taking back " + open.get() + " is in doubt: say done or not-done", inDoubt(state));
    }
    int attempt =
        act.progress() instanceof Progress.UndoOpen taking ? taking.attempt() : act.attempts();
    ledger.record(
        new RunEvent.EffectResolved(
            open.get(), attempt, finding.verdict(), finding.who(), finding.reason()));
    return new Answer.Recorded(open.get());
  }

  private static List<StepAt> inDoubt(RunState state) {
    return state.steps().entrySet().stream()
        .filter(step -> open(step.getKey(), step.getValue()).isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** At most one effect of a step on a host is open: they follow one another. */
  private static Optional<EffectRef> open(StepAt at, StepState step) {
    return IntStream.range(0, step.acts().size())
        .filter(index -> isOpen(step.acts().get(index)))
        .mapToObj(at::effect)
        .findFirst();
  }

  private static boolean isOpen(ActState act) {
    return act.isOpen() || act.progress() instanceof Progress.UndoOpen;
  }
}
