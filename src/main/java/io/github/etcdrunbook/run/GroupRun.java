package io.github.etcdrunbook.run;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Fenced;
import io.github.etcdrunbook.plan.NoOutput;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.playbook.Check;
import io.github.etcdrunbook.playbook.Conditions;
import io.github.etcdrunbook.playbook.Group;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.playbook.Step;
import java.util.List;
import java.util.Optional;

/**
 * Runs the steps of a group, once or for each host. In this order:
 *
 * <ol>
 *   <li>{@code when}, the gate and the choice of hosts, as for a step;
 *   <li>for each host as the rollout says: {@code when} and {@code require}, all the steps, {@code
 *       expect}; a step whose {@code doneWhen} holds ends the steps of its host;
 *   <li>{@code doneWhen} of the group, when all hosts are through.
 * </ol>
 *
 * The conditions of a group are over outputs, which the journal keeps: asked again by a resumed run
 * they say the same.
 */
final class GroupRun {
  private final Means means;
  private final EntryRun entries;
  private final Course course;

  GroupRun(Means means, EntryRun entries, Course course) {
    this.means = means;
    this.entries = entries;
    this.course = course;
  }

  /** Runs the group; answers whether it ends the playbook well. */
  boolean run(Group group) {
    if (!entries.passes(group.id(), group.manner(), group.conditions(), group.range())) {
      return false;
    }
    StepAt at = new StepAt(group.id(), Optional.empty());
    if (means.ledger().state().step(at).isEmpty()) {
      means
          .ledger()
          .record(new RunEvent.StepStarted(at, steps(group.steps()), List.of(), Evidence.none()));
    }
    if (group.hosts().isEmpty()) {
      once(group, at);
    } else {
      entries.over(
          new EntryRun.Tour(
              group.id(),
              group.hosts().get(),
              group.manner(),
              group.range(),
              group.steps().stream().map(Step::id).toList()),
          host -> on(group, host));
    }
    if (!course.isOver() && means.ledger().state().step(at).get() instanceof StepState.Started) {
      means.ledger().record(new RunEvent.StepFinished(at, "all of it is done", new NoOutput()));
    }
    return entries.ends(group.conditions(), group.range(), at, course.scope());
  }

  private static String steps(List<Step> steps) {
    return steps.size() == 1 ? "its one step" : "its " + steps.size() + " steps";
  }

  private void once(Group group, StepAt at) {
    if (!require(group, at, course.scope())) {
      return;
    }
    for (Step step : group.steps()) {
      if (course.isOver()) {
        return;
      }
      if (entries.step(step)) {
        break;
      }
    }
    if (!course.isOver()) {
      expect(group, at, course.scope());
    }
  }

  /** All steps on one host; stops between them when too many other hosts have failed. */
  private boolean on(Group group, HostName host) {
    StepAt at = new StepAt(group.id(), Optional.of(host));
    if (!hasBegun(group, host)
        && Fenced.skips(group.manner(), at, course.scope(), entries.reader(at))) {
      skip(at, Fenced.why(at));
      return true;
    }
    Optional<Check> when = group.conditions().when();
    if (when.isPresent()) {
      if (!goesOn(group, at, unknown(when.get(), scope(group, host)))) {
        return false;
      }
      if (when.get().evaluate(scope(group, host)) instanceof Check.Verdict.Known known
          && !known.holds()) {
        skip(at, "when: " + when.get().text());
        return true;
      }
    }
    if (!require(group, at, scope(group, host))) {
      return false;
    }
    for (Step step : group.steps()) {
      StepAt own = new StepAt(step.id(), Optional.of(host));
      boolean enough = course.failures().size() > group.manner().rollout().maxFailures();
      if (enough || !entries.one(step, own, scope(group, host))) {
        return false;
      }
      if (entries.ends(step, own, scope(group, host))) {
        break;
      }
    }
    return expect(group, at, scope(group, host));
  }

  private Scope scope(Group group, HostName host) {
    return course.scope().within(group, host);
  }

  private boolean hasBegun(Group group, HostName host) {
    return group.steps().stream()
        .map(step -> new StepAt(step.id(), Optional.of(host)))
        .anyMatch(at -> means.ledger().state().step(at).isPresent());
  }

  private void skip(StepAt at, String why) {
    if (means.ledger().state().step(at).isEmpty()) {
      means.ledger().record(new RunEvent.StepSkipped(at, why));
    }
  }

  private boolean require(Group group, StepAt at, Scope scope) {
    Optional<Trouble> unmet =
        unmet(group.conditions().require(), scope)
            .map(
                required ->
                    new Trouble.Refused(
                        required.message().render(scope),
                        "it requires: " + required.that().text()));
    return goesOn(group, at, unmet.or(() -> unknown(group.conditions().require(), scope)));
  }

  private boolean expect(Group group, StepAt at, Scope scope) {
    Optional<Trouble> unmet =
        unmet(group.conditions().expect(), scope)
            .map(expected -> new Trouble.Unmet(expected.message().render(scope)));
    return goesOn(group, at, unmet.or(() -> unknown(group.conditions().expect(), scope)));
  }

  /** The first that does not hold. */
  private static Optional<Conditions.Requirement> unmet(
      List<Conditions.Requirement> requirements, Scope scope) {
    return requirements.stream()
        .filter(
            each ->
                each.that().evaluate(scope) instanceof Check.Verdict.Known known && !known.holds())
        .findFirst();
  }

  /** The first of which nobody can tell whether it holds. */
  private static Optional<Trouble> unknown(List<Conditions.Requirement> requirements, Scope scope) {
    return requirements.stream().flatMap(each -> unknown(each.that(), scope).stream()).findFirst();
  }

  private static Optional<Trouble> unknown(Check check, Scope scope) {
    return switch (check.evaluate(scope)) {
      case Check.Verdict.Known ignored -> Optional.empty();
      case Check.Verdict.KnownAfter after ->
          Optional.of(
              new Trouble.Wrong("`" + check.text() + "` is known only after " + after.what()));
      case Check.Verdict.Wrong wrong -> Optional.of(Trouble.Wrong.of(wrong.diagnostics()));
    };
  }

  /** Records what stops the run here, if something does. */
  private boolean goesOn(Group group, StepAt at, Optional<Trouble> trouble) {
    if (trouble.isPresent()) {
      means.ledger().record(new RunEvent.StepFailed(at, trouble.get()));
      course.fail(at, group.range(), trouble.get());
    }
    return trouble.isEmpty();
  }
}
