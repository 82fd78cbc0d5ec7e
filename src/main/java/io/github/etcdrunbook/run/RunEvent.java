package io.github.etcdrunbook.run;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.plan.Window;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.StepId;
import java.util.List;
import java.util.Optional;

/**
 * What happened in a run. The journal holds these and nothing else; display, status, report and
 * resume all read them. Immutable.
 */
public sealed interface RunEvent {
  /**
   * Whether a run that loses this event with its machine could do harm. An intent is on the disk
   * before its effect, and so is all before it: what a step decided, and that effects before it are
   * done. Of the last effects that is found out again, as when their answers were lost.
   */
  default boolean mustBeOnDisk() {
    return switch (this) {
      case BlockExpanded ignored -> false;
      case StepStarted ignored -> false;
      case EffectDone ignored -> false;
      case StepFinished ignored -> false;
      default -> true;
    };
  }

  /** An event of one step on one host. */
  sealed interface OfStep extends RunEvent {
    /** The step and its host. */
    StepAt at();
  }

  /** An event of one effect. */
  sealed interface OfEffect extends RunEvent {
    /** The effect. */
    EffectRef effect();
  }

  /** The run of a plan began. {@code plan} is the plan's fingerprint. */
  record RunStarted(RunId run, Sha256 plan, String playbook, String cluster, String operator)
      implements RunEvent {}

  /** An unfinished run goes on; in another window, if that was given. */
  record RunResumed(String operator, Optional<Window> window) implements RunEvent {
    /** Goes on in the window of the plan, if it has one. */
    public RunResumed(String operator) {
      this(operator, Optional.empty());
    }
  }

  /** The hosts of a step or group are chosen, for the whole run. */
  record BlockExpanded(StepId block, List<HostName> hosts) implements RunEvent {
    /** Copies the hosts. */
    public BlockExpanded {
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * A step has decided. Recorded before its first effect, with what takes each effect back: after a
   * crash the old state can no longer be observed.
   */
  record StepStarted(StepAt at, String summary, List<Act> acts, Evidence observation)
      implements OfStep {
    /** Copies the acts. */
    public StepStarted {
      acts = List.copyOf(acts);
    }
  }

  /** An effect is about to leave this process. */
  record EffectIntended(EffectRef effect, int attempt) implements OfEffect {}

  /** An effect happened. {@code settledBy} says how that was found out, if its answer was lost. */
  record EffectDone(EffectRef effect, int attempt, EffectResult result, Optional<String> settledBy)
      implements OfEffect {}

  /** An effect certainly did not happen. */
  record EffectNotDone(EffectRef effect, int attempt, String evidence) implements OfEffect {}

  /** Whether an effect happened is not known. */
  record EffectInDoubt(EffectRef effect, int attempt, String why) implements OfEffect {}

  /** A person has found out what became of an effect in doubt. */
  record EffectResolved(EffectRef effect, int attempt, Verdict verdict, String who, String reason)
      implements OfEffect {
    /** What a person can say of it. */
    public enum Verdict {
      /** It happened. */
      DONE,
      /** It did not happen, and will be tried. */
      NOT_DONE,
      /** It is left as it is: neither tried again nor taken back. */
      SKIPPED
    }
  }

  /** A step is satisfied. */
  record StepFinished(StepAt at, String why, Record output) implements OfStep {}

  /** A step was not needed. */
  record StepSkipped(StepAt at, String why) implements OfStep {}

  /** A step stopped before its end. */
  record StepFailed(StepAt at, Trouble trouble) implements OfStep {}

  /** A person answered a gate. */
  record GateAnswered(StepId step, String question, String who, boolean yes) implements RunEvent {}

  /** A person was shown what a step will do that the plan could not know, and answered. */
  record DeferredAnswered(StepAt at, String question, List<Effect> shown, String who, boolean yes)
      implements OfStep {
    /** Copies the effects. */
    public DeferredAnswered {
      shown = List.copyOf(shown);
    }
  }

  /** No way back from here, by declaration of the step. */
  record NoReturnPassed(StepAt at) implements OfStep {}

  /** The run stopped; a run that is not done can be resumed. */
  record RunFinished(RunEnd end) implements RunEvent {}

  /** The run is taken back from here on. */
  record UndoStarted(String operator) implements RunEvent {}

  /** A part of the inverse of an effect is about to leave this process. */
  record UndoIntended(EffectRef effect, int part, Effect inverse, int attempt)
      implements OfEffect {}

  /** A part of the inverse happened. */
  record UndoDone(EffectRef effect, int part, int attempt, Optional<String> settledBy)
      implements OfEffect {}

  /** A part of the inverse certainly did not happen. */
  record UndoNotDone(EffectRef effect, int part, int attempt, String evidence)
      implements OfEffect {}

  /** The undo stopped as it was told, with everything behind this entry taken back. */
  record UndoReached(StepId to) implements RunEvent {}

  /** The undo ended. {@code left} names what could not be taken back. */
  record UndoFinished(List<String> left) implements RunEvent {
    /** Copies the list. */
    public UndoFinished {
      left = List.copyOf(left);
    }
  }
}
