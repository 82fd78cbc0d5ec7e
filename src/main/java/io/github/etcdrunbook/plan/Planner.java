package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.playbook.Check;
import io.github.etcdrunbook.playbook.Conditions;
import io.github.etcdrunbook.playbook.Group;
import io.github.etcdrunbook.playbook.HostChoice;
import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.playbook.Step;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.StepId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans a playbook: walks it over the observed world with the effects of earlier steps applied to a
 * forecast of it. Reads only. What happens, in this order:
 *
 * <ol>
 *   <li>variables are computed as soon as what they need is known, once;
 *   <li>for each entry, hosts are chosen and put in the order of the rollout;
 *   <li>for each step and host, {@link StepPlanning} decides over the forecast and applies the
 *       effects to it;
 *   <li>an entry that is refused ends the walk, after all its hosts were asked;
 *   <li>without findings it is a plan.
 * </ol>
 *
 * One planner plans once.
 */
public final class Planner {
  private final Playbook playbook;
  private final PlanWorld world;
  private final Variables variables;
  private final StepPlanning steps;

  /** Plans the playbook for a run; the scope has its inputs, and its run's id. */
  public Planner(Playbook playbook, Scope inputs, Readers readers) {
    this.playbook = playbook;
    this.world = new PlanWorld(inputs, readers);
    this.variables = new Variables(playbook.variables(), world);
    this.steps = new StepPlanning(world);
  }

  /** Walks the playbook; {@code frozen} still without variables. */
  public Planning plan(Plan.Made made, Plan.Frozen frozen) {
    variables.compute();
    for (Playbook.Entry entry : playbook.entries()) {
      if (world.isOver()) {
        break;
      }
      switch (entry) {
        case Step step -> planStep(step);
        case Group group -> planGroup(group);
      }
    }
    variables.demandAll();
    if (!world.findings().isEmpty()) {
      return new Planning.Rejected(world.findings(), world.steps());
    }
    Plan.Frozen all =
        new Plan.Frozen(
            frozen.playbook(), frozen.inventory(), frozen.inputs(), world.scope().variables());
    return new Planning.Ready(
        new Plan(world.scope().place().run(), made, all, world.steps(), world.noReturn()));
  }

  private void planStep(Step step) {
    if (step.hosts().isEmpty()) {
      one(step, Optional.empty());
    } else {
      choose(
              step.id(),
              step.title().render(world.scope()),
              step.hosts().get(),
              step.manner(),
              step.range())
          .forEach(host -> one(step, Optional.of(host)));
    }
    doneWhen(step.id(), step.conditions(), step.range());
  }

  private void planGroup(Group group) {
    Optional<Check> when = group.conditions().when();
    StepAt at = new StepAt(group.id(), Optional.empty());
    if (when.isPresent()
        && when.get().evaluate(world.scope()) instanceof Check.Verdict.Known known
        && !known.holds()) {
      Planned skipped = new Planned.Skipped("when: " + when.get().text());
      world.put(
          new PlannedStep(
              at,
              group.title().render(world.scope()),
              skipped,
              StepPlanning.marks(group.manner(), world.scope()),
              group.range()));
      return;
    }
    if (group.hosts().isEmpty()) {
      for (Step step : group.steps()) {
        if (!world.isOver()) {
          planStep(step);
        }
      }
    } else {
      String title = group.title().render(world.scope());
      for (HostName host :
          choose(group.id(), title, group.hosts().get(), group.manner(), group.range())) {
        group.steps().forEach(step -> one(step, Optional.of(host)));
      }
    }
    doneWhen(group.id(), group.conditions(), group.range());
  }

  private void one(Step step, Optional<HostName> host) {
    steps.plan(step, new StepAt(step.id(), host));
    variables.compute();
  }

  private List<HostName> choose(
      StepId id, String title, HostChoice choice, Manner manner, SourceRange range) {
    StepAt at = new StepAt(id, Optional.empty());
    return switch (choice.choose(world.scope(), () -> world.leader(id))) {
      case HostChoice.Chosen.Hosts hosts ->
          Leadership.inOrder(hosts.names(), manner.rollout().order(), () -> world.leader(id));
      case HostChoice.Chosen.KnownAfter after -> {
        world.defer(at, title, StepPlanning.marks(manner, world.scope()), range, after.what());
        yield List.of();
      }
      case HostChoice.Chosen.Wrong wrong -> {
        world.wrong(at, range, wrong.diagnostics());
        yield List.of();
      }
    };
  }

  private void doneWhen(StepId id, Conditions conditions, SourceRange range) {
    if (conditions.doneWhen().isEmpty() || world.isOver()) {
      return;
    }
    switch (conditions.doneWhen().get().evaluate(world.scope())) {
      case Check.Verdict.Known known -> {
        if (known.holds()) {
          world.end();
        }
      }
      case Check.Verdict.KnownAfter ignored -> {
        // Whether it ends here is known only at the run: what follows is planned.
      }
      case Check.Verdict.Wrong wrong -> {
        List<Diagnostic> diagnostics = new ArrayList<>(wrong.diagnostics());
        world.wrong(new StepAt(id, Optional.empty()), range, diagnostics);
      }
    }
  }
}
