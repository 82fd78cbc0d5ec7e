package io.github.etcdrunbook.run;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Leadership;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.playbook.Check;
import io.github.etcdrunbook.playbook.Conditions;
import io.github.etcdrunbook.playbook.HostChoice;
import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.playbook.Step;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What steps and groups have in common: {@code when}, the gate, the choice of hosts, {@code
 * doneWhen}. Thread-safe as far as hosts of one entry go.
 */
final class EntryRun {
  private final Plan plan;
  private final Means means;
  private final Gates gates;
  private final StepRun steps;
  private final Course course;

  EntryRun(Means means, Plan plan, Gates gates, Course course, StepRun steps) {
    this.plan = plan;
    this.means = means;
    this.gates = gates;
    this.steps = steps;
    this.course = course;
  }

  /** Runs a step on its hosts, or once; answers whether it ends well what it stands in. */
  boolean step(Step step) {
    if (!passes(step.id(), step.manner(), step.conditions(), step.range())) {
      return false;
    }
    StepAt at = new StepAt(step.id(), Optional.empty());
    if (step.hosts().isEmpty()) {
      one(step, at, course.scope());
    } else {
      over(
          new Tour(step.id(), step.hosts().get(), step.manner(), step.range(), List.of(step.id())),
          host -> {
            Optional<HostName> own = Optional.of(host);
            return one(step, new StepAt(step.id(), own), course.scope().at(own));
          });
    }
    return ends(step, at, course.scope());
  }

  /** Runs one step for one host, or for the cluster; answers whether the run may go on. */
  boolean one(Step step, StepAt at, Scope scope) {
    return switch (steps.run(step, at, scope)) {
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

  /** A look at the world for a step. */
  Reader reader(StepAt at) {
    return means
        .readers()
        .at(new Standpoint(plan.id(), plan.made().cluster(), at.step(), at.host()));
  }

  /** Whether an entry begins: its {@code when} does not say no, and a person has confirmed. */
  boolean passes(StepId id, Manner manner, Conditions conditions, SourceRange range) {
    Optional<Check> when = conditions.when();
    // One that asks for the host is asked for each of them.
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

  /**
   * A way over hosts.
   *
   * @param id the step or group
   * @param choice its hosts
   * @param manner its rollout
   * @param range where it stands
   * @param steps the steps that each host goes through
   */
  record Tour(StepId id, HostChoice choice, Manner manner, SourceRange range, List<StepId> steps) {
    Tour {
      steps = List.copyOf(steps);
    }
  }

  /** Chooses the hosts, once in a run, and takes the work over them. */
  void over(Tour tour, Predicate<HostName> work) {
    StepAt at = new StepAt(tour.id(), Optional.empty());
    Standpoint standpoint =
        new Standpoint(plan.id(), plan.made().cluster(), tour.id(), Optional.empty());
    Optional<List<HostName>> hosts =
        Optional.ofNullable(means.ledger().state().blocks().get(tour.id()));
    if (hosts.isEmpty()) {
      hosts = choose(tour, at, standpoint);
    }
    hosts.ifPresent(
        chosen ->
            new Fleet(means, standpoint, tour.steps())
                .go(chosen, tour.manner().rollout(), course::scope, work)
                .ifPresent(trouble -> course.fail(at, tour.range(), trouble)));
  }

  private Optional<List<HostName>> choose(Tour tour, StepAt at, Standpoint standpoint) {
    HostChoice.Chosen chosen =
        tour.choice()
            .choose(course.scope(), () -> Leadership.leader(means.readers().at(standpoint)));
    return switch (chosen) {
      case HostChoice.Chosen.Hosts hosts -> {
        means.ledger().record(new RunEvent.BlockExpanded(at.step(), hosts.names()));
        yield Optional.of(hosts.names());
      }
      case HostChoice.Chosen.KnownAfter after -> {
        course.fail(
            at, tour.range(), new Trouble.Wrong("its hosts are known after " + after.what()));
        yield Optional.empty();
      }
      case HostChoice.Chosen.Wrong wrong -> {
        course.fail(at, tour.range(), Trouble.Wrong.of(wrong.diagnostics()));
        yield Optional.empty();
      }
    };
  }

  /** Whether a step that went well ends what it stands in: the playbook, or its group. */
  boolean ends(Step step, StepAt at, Scope scope) {
    boolean skipped =
        step.hosts().isEmpty() && course.scope().output(at.step(), at.host()).isEmpty();
    return !skipped
        && ends(
            step.conditions(),
            step.range(),
            at,
            course.scope().output(at.step(), at.host()).map(scope::withResult).orElse(scope));
  }

  /** Whether {@code doneWhen} holds. */
  boolean ends(Conditions conditions, SourceRange range, StepAt at, Scope scope) {
    if (conditions.doneWhen().isEmpty() || course.isOver()) {
      return false;
    }
    return switch (conditions.doneWhen().get().evaluate(scope)) {
      case Check.Verdict.Known known -> known.holds();
      case Check.Verdict.KnownAfter after -> {
        course.fail(at, range, new Trouble.Wrong("doneWhen is known only after " + after.what()));
        yield false;
      }
      case Check.Verdict.Wrong wrong -> {
        course.fail(at, range, Trouble.Wrong.of(wrong.diagnostics()));
        yield false;
      }
    };
  }
}
