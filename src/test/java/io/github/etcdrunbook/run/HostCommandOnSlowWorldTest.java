package io.github.etcdrunbook.run;

import static io.github.etcdrunbook.run.SlowMatrix.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.actions.host.HostCommand;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlanFinding;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.Planning;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands of a playbook's own on the slow world, which makes the paths that they touch. */
class HostCommandOnSlowWorldTest {
  private static final String MARK =
      """
      - id: mark
        hosts: etcd
        uses: host.command
        with:
          command: [make, "${host.name}", /srv/mark]
          effect: change
          touches: [/srv/mark]
          undo: {command: [rm, /srv/mark]}
          doneWhen: {present: /srv/mark}
      """;

  private static SlowStage stage(String steps) {
    return new SlowStage(SlowWorld.builder().build(), SlowStage.steps("", steps), Map.of());
  }

  private static List<String> planned(Plan plan) {
    return plan.steps().stream()
        .map(step -> step.at() + " " + step.planned().getClass().getSimpleName())
        .toList();
  }

  private static boolean isThere(SlowStage stage, String host, String path) {
    HostReader reader =
        stage
            .world
            .reader(new Standpoint(SlowStage.RUN, "prod", new StepId("after"), Optional.empty()))
            .host(new HostName(host))
            .seen()
            .orElseThrow();
    return !reader.path(path).isAbsent();
  }

  @Test
  void runsItOnceAndFindsItDoneTheSecondTime() throws IOException {
    SlowStage stage = stage(MARK);
    Plan plan = plan(stage);
    assertEquals(List.of("mark@cp1 Change", "mark@cp2 Change", "mark@cp3 Change"), planned(plan));
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
    assertTrue(isThere(stage, "cp1", "/srv/mark"));
    SlowStage again = new SlowStage(stage.world, SlowStage.steps("", MARK), Map.of());
    assertFalse(plan(again).changes());
    assertEquals(new Undoer.End.Complete(), stage.undo(plan));
    assertFalse(isThere(stage, "cp1", "/srv/mark"));
  }

  @ParameterizedTest
  @EnumSource
  void resumesFromEveryAppend(MortalJournal.Way way) throws IOException {
    Playbook playbook = SlowStage.steps("", MARK);
    SlowMatrix matrix = new SlowMatrix(() -> SlowWorld.builder().build(), playbook, Map.of());
    assertTrue(matrix.survived(1, List.of(way)) > 10);
    assertTrue(matrix.undone(2, 3) > 2);
  }

  @Test
  void givesItsOutputToLaterStepsWhichAreAskedForAtTheRun() throws IOException {
    SlowStage stage =
        stage(
            """
            - id: say
              hosts: [cp1, cp2]
              uses: host.command
              with: {command: [echo, "I am", "${host.name}"], effect: read}
            - id: other
              uses: etcd.status
            - id: heard
              require:
                - that: steps.say['cp2'].stdout == 'I am cp2' && steps.say['cp2'].status == 0
                  message: "heard ${steps.say['cp2'].stdout}"
            - id: use
              hosts: cp3
              uses: host.command
              with:
                command: [make, "${steps.say['cp1'].stdout}"]
                effect: change
                touches: [/srv/x]
                undo: {notNeeded: tried}
            - {id: later, hosts: cp3, uses: controlplane.stop, with: {units: [kube-scheduler]}}
            - {id: elsewhere, hosts: cp2, uses: controlplane.stop, with: {units: [kube-scheduler]}}
            """);
    Plan plan = plan(stage);
    assertEquals(
        List.of(
            "say@cp1 Change",
            "say@cp2 Change",
            "other Satisfied",
            "heard Deferred",
            "use@cp3 Deferred",
            "later@cp3 Deferred",
            "elsewhere@cp2 Change"),
        planned(plan));
    RunEnd end = stage.run(plan);
    assertEquals(RunEnd.Kind.DONE, end.kind(), end.failures().toString());
    assertTrue(isThere(stage, "cp3", "/srv/x"));
  }

  @Test
  void leavesNothingInTheDarkWhenWhatIsDeferredOnlyReads() {
    Plan plan =
        plan(
            stage(
                """
                - id: say
                  hosts: cp1
                  uses: host.command
                  with: {command: [echo, there], effect: read}
                - id: look
                  hosts: cp2
                  uses: host.command
                  with: {command: [ls, "${steps.say['cp1'].stdout}"], effect: read}
                - {id: stop, hosts: cp2, uses: controlplane.stop, with: {units: [kube-scheduler]}}
                - {id: status, uses: etcd.status}
                """));
    assertEquals(
        List.of("say@cp1 Change", "look@cp2 Deferred", "stop@cp2 Change", "status Satisfied"),
        planned(plan));
  }

  @Test
  void leavesWhatItTouchesInTheDark() {
    Plan plan =
        plan(
            stage(
                """
                - id: touch
                  hosts: cp1
                  quorum: {givenUp: tried}
                  uses: host.command
                  with:
                    command: [something]
                    effect: change
                    touches: [etcd]
                    undo: {impossible: tried}
                - {id: status, uses: etcd.status}
                - {id: stop, hosts: cp1, uses: controlplane.stop, with: {units: [kube-scheduler]}}
                """));
    assertEquals(List.of("touch@cp1 Change", "status Deferred", "stop@cp1 Change"), planned(plan));
    PlannedStep status = plan.steps().get(1);
    assertEquals(new Planned.Deferred("touch@cp1"), status.planned());
    assertEquals("tried", plan.noReturn().orElseThrow().why());
  }

  @Test
  void isRefusedWhereItTouchesEtcdAndQuorumIsKept() {
    Planning.Rejected rejected =
        assertInstanceOf(
            Planning.Rejected.class,
            stage(
                    """
                    - id: touch
                      hosts: cp1
                      uses: host.command
                      with:
                        command: [something]
                        effect: change
                        touches: [etcd]
                        undo: {impossible: tried}
                    """)
                .plan());
    assertEquals(
        List.of("whether etcd keeps quorum after this is not known"),
        rejected.findings().stream().map(PlanFinding::what).toList());
  }

  @Test
  void countsAnotherStatusAsNotDoneAndRunsItAgainWhenResumed() throws IOException {
    SlowStage stage =
        stage(
            """
            - id: fail
              hosts: cp1
              uses: host.command
              with: {command: ["false"], effect: change, touches: [], undo: {notNeeded: tried}}
            """);
    Plan plan = plan(stage);
    RunEnd end = stage.run(plan);
    assertEquals(RunEnd.Kind.FAILED, end.kind());
    assertFalse(end.changed());
    assertEquals(RunEnd.Kind.FAILED, stage.run(plan).kind());
    SlowStage accepted =
        stage(
            """
            - id: fail
              hosts: cp1
              uses: host.command
              with: {command: ["false"], effect: read, exits: [0, 1]}
              expect: [{that: result.status == 1, message: not 1}]
            """);
    RunEnd good = accepted.run(plan(accepted));
    assertEquals(RunEnd.Kind.DONE, good.kind());
    assertFalse(good.changed());
    StepState.Finished finished =
        assertInstanceOf(
            StepState.Finished.class,
            accepted.journal.replay().state().step(Trial.at("fail", "cp1")).orElseThrow());
    assertEquals(new HostCommand.Output(true, 1, "", ""), finished.output());
  }
}
