package io.github.etcdrunbook.run;

import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.FailureKind;
import java.util.ArrayList;
import java.util.List;

/**
 * How a run has gone so far: what expressions can see, and what failed. Thread-safe: the hosts of a
 * step report here.
 */
final class Course {
  private final List<RunEnd.StepFailure> failures = new ArrayList<>();
  private Scope scope;
  private boolean endedWell;

  Course(Scope scope) {
    this.scope = scope;
  }

  synchronized Scope scope() {
    return scope;
  }

  /** Adds the output of a step, for its host if it runs per host. */
  synchronized void put(StepAt at, Record output) {
    scope = scope.with(at.step(), at.host(), output);
  }

  /** A step was skipped; on a host, the outputs of the others stay. */
  synchronized void skip(StepAt at, String why) {
    scope = scope.skipped(at.step(), at.host(), why);
  }

  synchronized void fail(StepAt at, SourceRange range, Trouble trouble) {
    failures.add(new RunEnd.StepFailure(at, range, trouble));
  }

  synchronized void endWell() {
    endedWell = true;
  }

  synchronized List<RunEnd.StepFailure> failures() {
    return List.copyOf(failures);
  }

  /** Whether no further entry begins. */
  synchronized boolean isOver() {
    return endedWell || !failures.isEmpty();
  }

  synchronized RunEnd end(boolean changed, boolean noReturn) {
    return new RunEnd(kind(), changed, noReturn, failures);
  }

  /** An effect in doubt outweighs all else; otherwise the first failure says how it ended. */
  private RunEnd.Kind kind() {
    if (failures.stream().anyMatch(failure -> failure.trouble() instanceof Trouble.Doubt)) {
      return RunEnd.Kind.IN_DOUBT;
    }
    return failures.isEmpty() ? RunEnd.Kind.DONE : kind(failures.getFirst().trouble());
  }

  private static RunEnd.Kind kind(Trouble trouble) {
    return switch (trouble) {
      case Trouble.Broke broke -> kind(broke.failure().kind());
      case Trouble.Refused ignored -> RunEnd.Kind.REFUSED;
      case Trouble.Moved ignored -> RunEnd.Kind.PLAN_STALE;
      case Trouble.Unmet ignored -> RunEnd.Kind.FAILED;
      case Trouble.Doubt ignored -> RunEnd.Kind.IN_DOUBT;
      case Trouble.Unanswered ignored -> RunEnd.Kind.WAITS_FOR_PERSON;
      case Trouble.Wrong ignored -> RunEnd.Kind.FAILED;
      case Trouble.Late ignored -> RunEnd.Kind.OUTSIDE_WINDOW;
      case Trouble.Halted ignored -> RunEnd.Kind.INTERRUPTED;
    };
  }

  private static RunEnd.Kind kind(FailureKind kind) {
    return switch (kind) {
      case UNREACHABLE, REJECTED -> RunEnd.Kind.UNREACHABLE;
      case INTERLOCK -> RunEnd.Kind.REFUSED;
      case COMMAND_FAILED,
          TIMED_OUT,
          DISK_FULL,
          UNSUITABLE,
          UNHEALTHY_CLUSTER,
          LEARNER_NOT_IN_SYNC,
          TOO_MANY_LEARNERS,
          NO_LEADER,
          NOT_LEADER,
          NO_SPACE,
          COMPACTED,
          MEMBER_NOT_FOUND,
          ETCD_OTHER ->
          RunEnd.Kind.FAILED;
    };
  }
}
