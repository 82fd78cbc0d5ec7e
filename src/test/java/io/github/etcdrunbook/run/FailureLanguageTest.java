package io.github.etcdrunbook.run;

import static io.github.etcdrunbook.run.SlowMatrix.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.etcdrunbook.actions.host.HostCommand;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlanFinding;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.Planning;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the language says of failures: evidence, looking again, hosts that may be dead. */
class FailureLanguageTest {
  private static final String FENCED =
      "inputs: {fenced: {type: {list: host}, default: [], description: Gone}}\n";

  private static final String STOP_SCHEDULERS =
      """
      - id: stop
        hosts: etcd
        onUnreachable: fenced
        uses: controlplane.stop
        with: {units: [kube-scheduler]}
      - id: roll
        hosts: etcd
        rollout: {batch: 1}
        onUnreachable: fenced
        expect: [{that: "steps.start[host.name].ready.size() == 1", message: not ready}]
        steps:
          - {id: start, uses: controlplane.start, with: {units: [kube-scheduler]}}
      """;

  private static SlowStage stage(SlowWorld world, String inputs, String steps, String fenced) {
    return new SlowStage(
        world,
        SlowStage.steps(inputs, steps),
        fenced.isEmpty() ? Map.of() : Map.of("fenced", fenced));
  }

  private static StepState finished(SlowStage stage, String step) {
    return stage
        .journal
        .replay()
        .state()
        .step(new StepAt(new StepId(step), Optional.empty()))
        .orElseThrow();
  }

  @Test
  void leavesEvidenceAfterAFailureAndDoesNotMaskIt() throws IOException {
    SlowStage stage =
        stage(
            SlowWorld.builder().build(),
            """
            onFailure:
              - id: broken
                hosts: cp2
                uses: host.command
                with: {command: ["false"], effect: read}
              - id: what
                uses: etcd.status
              - id: said
                hosts: cp1
                uses: host.command
                with: {command: [echo, look], effect: read}
            """,
            """
            - id: fail
              hosts: cp1
              uses: host.command
              with: {command: ["false"], effect: change, touches: [], undo: {notNeeded: tried}}
            - {id: never, uses: etcd.status}
            """,
            "");
    Plan plan = plan(stage);
    RunEnd end = stage.run(plan);
    assertEquals(RunEnd.Kind.FAILED, end.kind());
    assertEquals(
        List.of("fail@cp1"),
        end.failures().stream().map(failure -> failure.at().toString()).toList());
    assertInstanceOf(StepState.Finished.class, finished(stage, "what"));
    StepState.Finished said =
        assertInstanceOf(
            StepState.Finished.class,
            stage.journal.replay().state().step(Trial.at("said", "cp1")).orElseThrow());
    assertEquals(new HostCommand.Output(true, 0, "look", ""), said.output());
    assertFalse(end.changed());
    assertEquals(RunEnd.Kind.FAILED, stage.run(plan).kind());
  }

  @Test
  void skipsADeadHostOnlyWhenItIsFenced() throws IOException {
    SlowStage dead = stage(SlowWorld.builder().off("cp3").build(), FENCED, STOP_SCHEDULERS, "");
    Planning.Rejected rejected = assertInstanceOf(Planning.Rejected.class, dead.plan());
    assertEquals(
        List.of("cp3"),
        rejected.findings().stream()
            .map(PlanFinding::at)
            .map(at -> at.host().orElseThrow().text())
            .distinct()
            .toList());
    SlowStage fenced =
        stage(SlowWorld.builder().off("cp3").build(), FENCED, STOP_SCHEDULERS, "[cp3]");
    Plan plan = plan(fenced);
    assertEquals(
        List.of("stop@cp3", "roll@cp3"),
        plan.steps().stream()
            .filter(step -> step.planned() instanceof Planned.Skipped)
            .map(PlannedStep::at)
            .map(StepAt::toString)
            .toList());
    assertEquals(RunEnd.Kind.DONE, fenced.run(plan).kind());
  }

  @Test
  void doesNotSkipAFencedHostThatAnswers() throws IOException {
    SlowStage alive = stage(SlowWorld.builder().build(), FENCED, STOP_SCHEDULERS, "[cp3]");
    Plan plan = plan(alive);
    assertEquals(
        0, plan.steps().stream().filter(step -> step.planned() instanceof Planned.Skipped).count());
    assertEquals(RunEnd.Kind.DONE, alive.run(plan).kind());
  }

  @Test
  void looksAgainUntilWhatIsExpectedHolds() throws IOException {
    String patient =
        """
        - id: grows
          uses: etcd.status
          expect: [{that: "result.revision > %d", message: it does not grow}]
          retry: {every: 1s, within: 2m}
        """;
    SlowStage soon = stage(SlowWorld.builder().build(), "", patient.formatted(5040), "");
    assertEquals(RunEnd.Kind.DONE, soon.run(plan(soon)).kind());
    assertInstanceOf(StepState.Finished.class, finished(soon, "grows"));
    SlowStage never = stage(SlowWorld.builder().build(), "", patient.formatted(9_000_000), "");
    RunEnd end = never.run(plan(never));
    assertEquals(RunEnd.Kind.FAILED, end.kind());
    assertEquals("it does not grow", end.failures().getFirst().trouble().what());
  }
}
