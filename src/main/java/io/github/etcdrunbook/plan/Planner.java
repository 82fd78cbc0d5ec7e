package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.playbook.Check;
import io.github.etcdrunbook.playbook.Conditions;
import io.github.etcdrunbook.playbook.Group;
import io.github.etcdrunbook.playbook.HostChoice;
import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Rollout;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.playbook.Step;
import io.github.etcdrunbook.playbook.Template;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.StepId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
  private final GroupConditions groups;

  /** Plans the playbook for a run; the scope has its inputs, and its run's id. */
  public Planner(Playbook playbook, Scope inputs, Readers readers) {
    this.playbook = playbook;
    this.world = new PlanWorld(inputs, readers);
    this.variables = new Variables(playbook.variables(), world);
    this.steps = new StepPlanning(world);
    this.groups = new GroupConditions(world);
  }

  /** Walks the playbook; {@code frozen} still without variables. */
  public Planning plan(Plan.Made made, Plan.Frozen frozen) {
    variables.compute();
    for (Playbook.Entry entry : playbook.entries()) {
      if (world.isOver()) {
        break;
      }
      boolean ends =
          switch (entry) {
            case Step step -> step(step, Optional.empty());
            case Group group -> group(group);
          };
      if (ends) {
        world.end();
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

  /** Plans a step; answers whether it ends well what it stands in. */
  private boolean step(Step step, Optional<String> later) {
    StepAt at = new StepAt(step.id(), Optional.empty());
    if (skipped(step.conditions(), world.scope()).isPresent()) {
      steps.plan(step, at, world.scope(), later);
      return false;
    }
    if (step.hosts().isEmpty()) {
      one(step, at, world.scope(), later);
    } else {
      Tour tour =
          new Tour(step.id(), step.title(), step.hosts().get(), step.manner(), step.range());
      over(
          tour,
          host -> {
            Optional<HostName> own = Optional.of(host);
            one(step, new StepAt(step.id(), own), world.scope().at(own), later);
          });
    }
    return ends(step, at, world.scope());
  }

  private void one(Step step, StepAt at, Scope scope, Optional<String> later) {
    steps.plan(step, at, scope, later);
    variables.compute();
  }

  /** Why an entry is skipped before its hosts are chosen, if it is. */
  private static Optional<String> skipped(Conditions conditions, Scope scope) {
    return conditions
        .when()
        .filter(when -> when.evaluate(scope) instanceof Check.Verdict.Known known && !known.holds())
        .map(when -> "when: " + when.text());
  }

  /** Plans a group; answers whether it ends the playbook well. */
  private boolean group(Group group) {
    StepAt at = new StepAt(group.id(), Optional.empty());
    Optional<String> skipped = skipped(group.conditions(), world.scope());
    if (skipped.isPresent()) {
      head(group, new Planned.Skipped(skipped.get()));
      return false;
    }
    String how = PlanWords.of(group);
    head(group, new Planned.Satisfied(how, new NoOutput()));
    if (group.hosts().isEmpty()) {
      once(group, at);
    } else {
      Tour tour =
          new Tour(group.id(), group.title(), group.hosts().get(), group.manner(), group.range());
      over(tour, host -> on(group, host));
    }
    return ends(group.conditions(), group.range(), at, world.scope());
  }

  private void head(Group group, Planned planned) {
    world.put(
        new PlannedStep(
            new StepAt(group.id(), Optional.empty()),
            group.title().render(world.scope()),
            planned,
            StepPlanning.marks(group.manner(), world.scope()),
            group.range()));
  }

  private void once(Group group, StepAt at) {
    Optional<String> later = groups.begins(group, at, world.scope());
    for (Step step : group.steps()) {
      if (world.isOver() || step(step, later)) {
        break;
      }
    }
    groups.expect(group, at, world.scope());
  }

  /** All steps of a group on one host. A refusal of one host lets the others be asked, too. */
  private void on(Group group, HostName host) {
    StepAt at = new StepAt(group.id(), Optional.of(host));
    Optional<String> skipped =
        Fenced.skips(group.manner(), at, world.scope(), world.reader(at))
            ? Optional.of(Fenced.why(at))
            : skipped(group.conditions(), scope(group, host));
    if (skipped.isPresent()) {
      world.put(
          new PlannedStep(
              at,
              group.title().render(world.scope()),
              new Planned.Skipped(skipped.get()),
              StepPlanning.marks(group.manner().inner(), world.scope()),
              group.range()));
      return;
    }
    int findings = world.findings().size();
    Optional<String> later = groups.begins(group, at, scope(group, host));
    for (Step step : group.steps()) {
      StepAt own = new StepAt(step.id(), Optional.of(host));
      if (world.findings().size() > findings) {
        return;
      }
      one(step, own, scope(group, host), later);
      if (ends(step, own, scope(group, host))) {
        break;
      }
    }
    groups.expect(group, at, scope(group, host));
  }

  private Scope scope(Group group, HostName host) {
    return world.scope().within(group, host);
  }

  /** A way over hosts: the step or group, its hosts, its rollout, where it stands. */
  private record Tour(
      StepId id, Template title, HostChoice choice, Manner manner, SourceRange range) {}

  /** Takes the work over the hosts; the order is worked out anew before each batch. */
  private void over(Tour tour, Consumer<HostName> work) {
    List<HostName> left = new ArrayList<>(choose(tour));
    Rollout rollout = tour.manner().rollout();
    while (!left.isEmpty()) {
      List<HostName> batch = Leadership.nextBatch(left, rollout, () -> world.leader(tour.id()));
      left.removeAll(batch);
      batch.forEach(work);
    }
  }

  private List<HostName> choose(Tour tour) {
    StepAt at = new StepAt(tour.id(), Optional.empty());
    return switch (tour.choice().choose(world.scope(), () -> world.leader(tour.id()))) {
      case HostChoice.Chosen.Hosts hosts -> hosts.names();
      case HostChoice.Chosen.KnownAfter after -> {
        world.hide(at);
        world.put(
            new PlannedStep(
                at,
                tour.title().render(world.scope()),
                new Planned.Deferred(after.what()),
                StepPlanning.marks(tour.manner(), world.scope()),
                tour.range()));
        yield List.of();
      }
      case HostChoice.Chosen.Wrong wrong -> {
        world.wrong(at, tour.range(), wrong.diagnostics());
        yield List.of();
      }
    };
  }

  private boolean ends(Step step, StepAt at, Scope scope) {
    Optional<Record> output = world.scope().output(at.step(), at.host());
    if (step.hosts().isEmpty() && output.isEmpty()) {
      // Skipped, or known only at the run.
      return false;
    }
    return ends(step.conditions(), step.range(), at, output.map(scope::withResult).orElse(scope));
  }

  private boolean ends(Conditions conditions, SourceRange range, StepAt at, Scope scope) {
    if (conditions.doneWhen().isEmpty() || world.isOver()) {
      return false;
    }
    return switch (conditions.doneWhen().get().evaluate(scope)) {
      case Check.Verdict.Known known -> known.holds();
      // Whether it ends here is known only at the run: what follows is planned.
      case Check.Verdict.KnownAfter ignored -> false;
      case Check.Verdict.Wrong wrong -> {
        world.wrong(at, range, wrong.diagnostics());
        yield false;
      }
    };
  }
}
