package io.github.etcdrunbook.run;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Call;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.playbook.Conditions;
import io.github.etcdrunbook.playbook.HostChoice;
import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Rollout;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.playbook.Step;
import io.github.etcdrunbook.playbook.StepArguments;
import io.github.etcdrunbook.playbook.Template;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small playbooks for tests, and plans of steps that do not depend on one another. */
final class Playbooks {
  static final RunId RUN = new RunId("20260102-030405-abcd");
  static final SourceRange RANGE = SourceRange.startOf("test.yaml");

  private Playbooks() {}

  static Playbook of(Playbook.Entry... entries) {
    return new Playbook(
        new Playbook.Heading("test", "Test", "", "", "", Optional.empty()),
        List.of(),
        List.of(),
        List.of(entries),
        List.of(),
        List.of(),
        RANGE);
  }

  static Step step(String id, Action<?, ?, ?> action, Record arguments, List<HostName> hosts) {
    return new Step(
        new StepId(id),
        Template.of(id),
        Optional.of(new Step.Use(action, scope -> new StepArguments.Bound.Ready(arguments))),
        Optional.of((scope, leader) -> new HostChoice.Chosen.Hosts(hosts)),
        Conditions.none(),
        Manner.plain(),
        RANGE);
  }

  /** A step that renames /id to /id.new on the hosts. */
  static Step rename(String id, List<HostName> hosts) {
    return step(id, new Rename(), new Rename.Arguments("/" + id, "/" + id + ".new"), hosts);
  }

  static Step with(Step step, Manner manner) {
    return new Step(
        step.id(), step.title(), step.use(), step.hosts(), step.conditions(), manner, step.range());
  }

  static Step with(Step step, Conditions conditions) {
    return new Step(
        step.id(), step.title(), step.use(), step.hosts(), conditions, step.manner(), step.range());
  }

  static Manner manner(Rollout rollout) {
    Manner plain = Manner.plain();
    return new Manner(
        plain.confirm(),
        plain.quorum(),
        plain.pointOfNoReturn(),
        plain.timeout(),
        plain.patience(),
        rollout,
        plain.onUnreachable());
  }

  static Scope scope() {
    return Scope.of(
        Map.of(), new Scope.Place("prod", List.of(), RUN, Instant.EPOCH, "ops", Optional.empty()));
  }

  /** A plan of what each step decides in the world as it is now. */
  static Plan plan(Playbook playbook, Sandbox world) {
    List<PlannedStep> steps = new ArrayList<>();
    playbook
        .steps()
        .forEach(
            step -> {
              for (HostName host : world.hosts) {
                StepAt at = new StepAt(step.id(), Optional.of(host));
                steps.add(planned(step, at, world));
              }
            });
    return new Plan(
        RUN,
        new Plan.Made(Instant.EPOCH, Instant.MAX, "ops", Optional.empty(), "test", "prod"),
        new Plan.Frozen(List.of(), List.of(), List.of(), Map.of()),
        steps,
        Optional.empty());
  }

  private static PlannedStep planned(Step step, StepAt at, Sandbox world) {
    return new PlannedStep(
        at,
        at.toString(),
        decided(step, at, world),
        new PlannedStep.Marks(
            step.manner().confirm().map(gate -> gate.question().render(scope())),
            Optional.empty(),
            step.manner().pointOfNoReturn()),
        RANGE);
  }

  private static Planned decided(Step step, StepAt at, Sandbox world) {
    Step.Use use = step.use().orElseThrow();
    StepArguments.Bound bound = use.arguments().bind(scope().at(at.host()));
    Call<?, ?, ?> call = Call.of(use.action(), ((StepArguments.Bound.Ready) bound).arguments());
    return switch (call.look(world.at(new Standpoint(RUN, "prod", at.step(), at.host())))
        .decision()) {
      case Decision.Satisfied<?> satisfied ->
          new Planned.Satisfied(satisfied.why(), satisfied.output());
      case Decision.Change<?> change ->
          new Planned.Change(change.summary(), change.acts(), Optional.empty());
      case Decision.Refused<?> refused -> new Planned.Skipped(refused.why());
    };
  }
}
