package io.github.etcdrunbook.run;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.plan.Window;
import io.github.etcdrunbook.playbook.Group;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.playbook.Step;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.StepId;
import java.util.Optional;

/**
 * Runs a plan, from its beginning or from where its journal says that it stands: both are the same
 * code. What happens, in this order:
 *
 * <ol>
 *   <li>a gate that nobody could answer stops the run before anything is changed;
 *   <li>the start is recorded, or the resumption;
 *   <li>the entries of the playbook follow one another: gate, hosts, then the step on each host as
 *       {@link StepRun} does it, at the same time unless the rollout says batches;
 *   <li>a failure lets the other hosts finish their step, then the run stops, and {@link OnFailure}
 *       leaves evidence;
 *   <li>the end is recorded.
 * </ol>
 *
 * A journal that cannot be written stops the run before the next effect. One runner runs once.
 */
public final class Runner {
  private final Plan plan;
  private final Playbook playbook;
  private final Means means;
  private final Gates gates;
  private final EntryRun entries;
  private final GroupRun groups;
  private final Course course;

  /** A runner of the plan; the scope has its inputs. */
  public Runner(Plan plan, Playbook playbook, Scope inputs, Means means) {
    this.plan = plan;
    this.playbook = playbook;
    this.means = means;
    this.gates = new Gates(means, plan, playbook);
    this.course = new Course(inputs);
    StepRun steps = new StepRun(means, plan, new PlannedOnly(plan, means));
    this.entries = new EntryRun(means, plan, gates, course, steps);
    this.groups = new GroupRun(means, entries, course);
  }

  /** Runs or resumes. {@code fingerprint} is the plan's; the operator is who runs it now. */
  public RunEnd run(Sha256 fingerprint, String operator) {
    return run(fingerprint, operator, Optional.empty());
  }

  /** Runs, or resumes in another window than the plan's. */
  public RunEnd run(Sha256 fingerprint, String operator, Optional<Window> window) {
    Optional<PlannedStep> unreachable = gates.unreachable().or(() -> gates.unreachable(playbook));
    if (unreachable.isPresent()) {
      PlannedStep step = unreachable.get();
      course.fail(
          step.at(),
          step.range(),
          new Trouble.Unanswered("nobody can be asked at " + step.at().step()));
      return end();
    }
    try {
      means.ledger().record(opening(fingerprint, operator, window));
      for (Playbook.Entry entry : playbook.entries()) {
        if (course.isOver() || halted(entry)) {
          break;
        }
        boolean ends =
            switch (entry) {
              case Step step -> entries.step(step);
              case Group group -> groups.run(group);
            };
        if (ends) {
          course.endWell();
        }
      }
      RunEnd end = end();
      if (leavesEvidence(end.kind())) {
        new OnFailure(means, plan, gates).look(playbook, course);
      }
      means.ledger().record(new RunEvent.RunFinished(end));
      return end;
    } catch (Journal.Lost lost) {
      return new RunEnd(
          RunEnd.Kind.JOURNAL_LOST,
          means.ledger().state().changed(),
          means.ledger().state().marks().noReturn().isPresent(),
          course.failures());
    }
  }

  private RunEvent opening(Sha256 fingerprint, String operator, Optional<Window> window) {
    return means.ledger().state().stage() == RunState.Stage.NEW
        ? new RunEvent.RunStarted(
            plan.id(), fingerprint, plan.made().playbook(), plan.made().cluster(), operator)
        : new RunEvent.RunResumed(operator, window);
  }

  /** A pause that the operator asked for happens between entries. */
  private boolean halted(Playbook.Entry entry) {
    if (!means.stop().getAsBoolean()) {
      return false;
    }
    course.fail(
        new StepAt(id(entry), Optional.empty()),
        range(entry),
        new Trouble.Halted("the operator asked to stop before " + id(entry)));
    return true;
  }

  private static boolean leavesEvidence(RunEnd.Kind kind) {
    return switch (kind) {
      case REFUSED, UNREACHABLE, FAILED, IN_DOUBT, PLAN_STALE -> true;
      case DONE, WAITS_FOR_PERSON, OUTSIDE_WINDOW, INTERRUPTED, JOURNAL_LOST -> false;
    };
  }

  private RunEnd end() {
    RunState state = means.ledger().state();
    return course.end(state.changed(), state.marks().noReturn().isPresent());
  }

  private static StepId id(Playbook.Entry entry) {
    return switch (entry) {
      case Step step -> step.id();
      case Group group -> group.id();
    };
  }

  private static SourceRange range(Playbook.Entry entry) {
    return switch (entry) {
      case Step step -> step.range();
      case Group group -> group.range();
    };
  }
}
