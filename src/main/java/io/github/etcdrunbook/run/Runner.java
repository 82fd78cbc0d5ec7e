package io.github.etcdrunbook.run;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Leadership;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.playbook.Check;
import io.github.etcdrunbook.playbook.Conditions;
import io.github.etcdrunbook.playbook.Group;
import io.github.etcdrunbook.playbook.HostChoice;
import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.playbook.Step;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Runs a plan, from its beginning or from where its journal says that it stands: both are the same
 * code. What happens, in this order:
 *
 * <ol>
 *   <li>a gate that nobody could answer stops the run before anything is changed;
 *   <li>the start is recorded, or the resumption;
 *   <li>the entries of the playbook follow one another: gate, hosts, then the step on each host as
 *       {@link StepRun} does it, at the same time unless the rollout says batches;
 *   <li>a failure lets the other hosts finish their step, then the run stops;
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
  private final StepRun steps;
  private final Course course;

  /** A runner of the plan; the scope has its inputs. */
  public Runner(Plan plan, Playbook playbook, Scope inputs, Means means) {
    this.plan = plan;
    this.playbook = playbook;
    this.means = means;
    this.gates = new Gates(means, plan);
    this.steps = new StepRun(means, plan);
    this.course = new Course(inputs);
  }

  /** Runs or resumes. {@code fingerprint} is the plan's; the operator is who runs it now. */
  public RunEnd run(Sha256 fingerprint, String operator) {
    Optional<PlannedStep> unreachable = gates.unreachable();
    if (unreachable.isPresent()) {
      PlannedStep step = unreachable.get();
      course.fail(
          step.at(),
          step.range(),
          new Trouble.Unanswered("nobody can be asked at " + step.at().step()));
      return end();
    }
    try {
      means.ledger().record(opening(fingerprint, operator));
      for (Playbook.Entry entry : playbook.entries()) {
        if (course.isOver() || halted(entry)) {
          break;
        }
        switch (entry) {
          case Step step -> runStep(step);
          case Group group -> runGroup(group);
        }
      }
      RunEnd end = end();
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

  private RunEvent opening(Sha256 fingerprint, String operator) {
    return means.ledger().state().stage() == RunState.Stage.NEW
        ? new RunEvent.RunStarted(
            plan.id(), fingerprint, plan.made().playbook(), plan.made().cluster(), operator)
        : new RunEvent.RunResumed(operator);
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

  private void runStep(Step step) {
    if (!pass(step.id(), step.manner(), step.conditions(), step.range())) {
      return;
    }
    if (step.hosts().isEmpty()) {
      one(step, Optional.empty());
    } else {
      over(
          step.id(),
          step.hosts().get(),
          step.manner(),
          step.range(),
          host -> one(step, Optional.of(host)));
    }
    doneWhen(step.conditions(), step.range(), step.id());
  }

  private void runGroup(Group group) {
    if (!pass(group.id(), group.manner(), group.conditions(), group.range())) {
      return;
    }
    if (group.hosts().isEmpty()) {
      for (Step step : group.steps()) {
        if (course.isOver()) {
          return;
        }
        runStep(step);
      }
    } else {
      over(
          group.id(),
          group.hosts().get(),
          group.manner(),
          group.range(),
          host -> allOf(group, host));
    }
    doneWhen(group.conditions(), group.range(), group.id());
  }

  /** The steps of a group on one host; stops between them when another host has failed. */
  private boolean allOf(Group group, HostName host) {
    for (Step step : group.steps()) {
      boolean enough = course.failures().size() > group.manner().rollout().maxFailures();
      if (enough || !one(step, Optional.of(host))) {
        return false;
      }
    }
    return true;
  }

  /** Runs one step for one host, or for the cluster; answers whether the run may go on. */
  private boolean one(Step step, Optional<HostName> host) {
    StepAt at = new StepAt(step.id(), host);
    return switch (steps.run(step, at, course.scope().at(host))) {
      case Outcome.Satisfied satisfied -> {
        course.put(at, satisfied.output());
        yield true;
      }
      case Outcome.Skipped skipped -> {
        course.skip(at, skipped.why());
        yield true;
      }
      case Outcome.Stopped stopped -> {
        course.fail(at, step.range(), stopped.trouble());
        yield false;
      }
    };
  }

  /** The gate, and a group's own {@code when} and {@code require}. */
  private boolean pass(StepId id, Manner manner, Conditions conditions, SourceRange range) {
    Optional<Check> when = conditions.when();
    boolean skipped =
        when.isPresent()
            && when.get().evaluate(course.scope()) instanceof Check.Verdict.Known known
            && !known.holds();
    StepAt at = new StepAt(id, Optional.empty());
    if (skipped) {
      if (means.ledger().state().step(at).isEmpty()) {
        means.ledger().record(new RunEvent.StepSkipped(at, "when: " + when.get().text()));
      }
      course.skip(at, "when: " + when.get().text());
      return false;
    }
    Optional<Trouble> trouble = gates.pass(id, manner, course.scope());
    trouble.ifPresent(reason -> course.fail(at, range, reason));
    return trouble.isEmpty();
  }

  /** Chooses the hosts, once in a run, and takes the work over them. */
  private void over(
      StepId id, HostChoice choice, Manner manner, SourceRange range, Predicate<HostName> work) {
    StepAt at = new StepAt(id, Optional.empty());
    Standpoint standpoint = new Standpoint(plan.id(), plan.made().cluster(), id, Optional.empty());
    Optional<List<HostName>> hosts = Optional.ofNullable(means.ledger().state().blocks().get(id));
    if (hosts.isEmpty()) {
      hosts = choose(at, choice, range, standpoint);
    }
    hosts.ifPresent(
        chosen ->
            new Fleet(means, standpoint)
                .go(chosen, manner.rollout(), course::scope, work)
                .ifPresent(trouble -> course.fail(at, range, trouble)));
  }

  private Optional<List<HostName>> choose(
      StepAt at, HostChoice choice, SourceRange range, Standpoint standpoint) {
    HostChoice.Chosen chosen =
        choice.choose(course.scope(), () -> Leadership.leader(means.readers().at(standpoint)));
    return switch (chosen) {
      case HostChoice.Chosen.Hosts hosts -> {
        means.ledger().record(new RunEvent.BlockExpanded(at.step(), hosts.names()));
        yield Optional.of(hosts.names());
      }
      case HostChoice.Chosen.KnownAfter after -> {
        course.fail(at, range, new Trouble.Wrong("its hosts are known after " + after.what()));
        yield Optional.empty();
      }
      case HostChoice.Chosen.Wrong wrong -> {
        course.fail(at, range, new Trouble.Wrong(wrong.diagnostics().getFirst().message()));
        yield Optional.empty();
      }
    };
  }

  /** Ends the run well when there is nothing left to do. */
  private void doneWhen(Conditions conditions, SourceRange range, StepId id) {
    if (conditions.doneWhen().isEmpty() || course.isOver()) {
      return;
    }
    switch (conditions.doneWhen().get().evaluate(course.scope())) {
      case Check.Verdict.Known known -> {
        if (known.holds()) {
          course.endWell();
        }
      }
      case Check.Verdict.KnownAfter after ->
          course.fail(
              new StepAt(id, Optional.empty()),
              range,
              new Trouble.Wrong("doneWhen is known only after " + after.what()));
      case Check.Verdict.Wrong wrong ->
          course.fail(
              new StepAt(id, Optional.empty()),
              range,
              new Trouble.Wrong(wrong.diagnostics().getFirst().message()));
    }
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
