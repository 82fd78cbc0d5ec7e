package io.github.etcdrunbook.run;

import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.source.SourceRange;
import java.util.List;
import java.util.Objects;

/**
 * How a run ended, as facts: exit code, display and report all follow from it. Immutable.
 *
 * @param kind in a word
 * @param changed whether any effect happened or may have happened
 * @param noReturn whether the point of no return is passed
 * @param failures what failed, where; the first one ended the run
 */
public record RunEnd(Kind kind, boolean changed, boolean noReturn, List<StepFailure> failures) {
  /** Rejects null and copies the failures. */
  public RunEnd {
    Objects.requireNonNull(kind, "kind");
    failures = List.copyOf(failures);
  }

  /** How a run ends. */
  public enum Kind {
    /** All steps are satisfied or skipped, or {@code doneWhen} ended it well. */
    DONE,
    /** A requirement, an action or the interlock refused. */
    REFUSED,
    /** A host does not answer or rejects us. */
    UNREACHABLE,
    /** An effect or an expectation failed. */
    FAILED,
    /** Nothing tells whether an effect happened. */
    IN_DOUBT,
    /** A gate was not passed. */
    WAITS_FOR_PERSON,
    /** The world moved away from the plan. */
    PLAN_STALE,
    /** The maintenance window has ended, or leaves too little time. */
    OUTSIDE_WINDOW,
    /** The operator asked to stop. */
    INTERRUPTED,
    /** The journal cannot be written: nothing more may be done. */
    JOURNAL_LOST
  }

  /** A step that stopped, and where it stands in the playbook. */
  public record StepFailure(StepAt at, SourceRange range, Trouble trouble) {
    /** Rejects null. */
    public StepFailure {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(range, "range");
      Objects.requireNonNull(trouble, "trouble");
    }
  }

  /** What a person can do now. */
  public enum Next {
    /** Nothing is left to do. */
    NOTHING,
    /** Remove the cause and plan again: nothing was changed. */
    PLAN_AGAIN,
    /** Remove the cause and resume. */
    RESUME,
    /** Take back what was done. */
    UNDO,
    /** Say what became of the effect in doubt. */
    RESOLVE
  }

  /** What can be done now, the best first. */
  public List<Next> next() {
    if (kind == Kind.DONE) {
      return List.of(Next.NOTHING);
    }
    if (kind == Kind.IN_DOUBT) {
      return List.of(Next.RESUME, Next.RESOLVE);
    }
    if (!changed) {
      return kind == Kind.WAITS_FOR_PERSON
              || kind == Kind.INTERRUPTED
              || kind == Kind.OUTSIDE_WINDOW
          ? List.of(Next.RESUME, Next.PLAN_AGAIN)
          : List.of(Next.PLAN_AGAIN);
    }
    return noReturn ? List.of(Next.RESUME) : List.of(Next.RESUME, Next.UNDO);
  }

  /** Whether the run may go on later. */
  public boolean resumable() {
    return kind != Kind.DONE;
  }
}
