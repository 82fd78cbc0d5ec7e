package io.github.etcdrunbook.run;

import static io.github.etcdrunbook.run.SlowMatrix.performed;
import static io.github.etcdrunbook.run.SlowMatrix.plan;
import static io.github.etcdrunbook.run.SlowMatrix.planned;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlanFinding;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.Planning;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Groups of steps per host on the slow world: planned, run, killed, resumed and taken back. */
class GroupsOnSlowWorldTest {
  private static final String ROLL =
      """
      - id: status
        uses: etcd.status
      - id: roll
        title: One member after the other
        hosts: etcd
        rollout: {batch: 1, order: leaderLast, between: quorum}
        steps:
          - id: stop
            uses: controlplane.stop
            with: {units: [etcd]}
          - id: start
            uses: controlplane.start
            with: {units: [etcd]}
            require:
              - that: steps.stop[host.name].stopped.size() == 1
                message: etcd of ${host.name} is not down
      """;

  private static SlowStage stage(String steps) {
    return stage("", steps, Map.of());
  }

  private static SlowStage stage(String inputs, String steps, Map<String, String> given) {
    return new SlowStage(SlowWorld.builder().build(), SlowStage.steps(inputs, steps), given);
  }

  private static List<String> places(Plan plan) {
    return plan.steps().stream().map(step -> step.at().toString()).toList();
  }

  private static List<String> finished(SlowStage stage) {
    return stage.journal.replay().state().steps().entrySet().stream()
        .filter(each -> each.getValue() instanceof StepState.Finished)
        .map(each -> each.getKey().toString())
        .toList();
  }

  private static SlowMatrix matrix(String steps) {
    Playbook playbook = SlowStage.steps("", steps);
    return new SlowMatrix(() -> SlowWorld.builder().build(), playbook, Map.of());
  }

  @Test
  void takesEachHostThroughAllStepsAndTheLeaderLast() throws IOException {
    SlowStage stage = stage(ROLL);
    Plan plan = plan(stage);
    assertEquals(8, plan.steps().size(), places(plan).toString());
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
    assertEquals(planned(plan), performed(stage));
    assertEquals(List.of(), stage.world.hazards());
    List<String> order =
        stage.journal.replay().state().steps().keySet().stream()
            .filter(at -> at.host().isPresent())
            .map(StepAt::toString)
            .toList();
    for (int index = 0; index < order.size(); index += 2) {
      assertEquals(order.get(index).replace("stop", "start"), order.get(index + 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void resumesFromEveryAppend(MortalJournal.Way way) throws IOException {
    assertTrue(matrix(ROLL).survived(1, List.of(way)) > 25);
  }

  @Test
  void isTakenBackFromEveryAppend() throws IOException {
    assertTrue(matrix(ROLL).undone(1, 1) > 25);
  }

  @Test
  void asksTheConditionsOfTheGroupForEachHost() throws IOException {
    SlowStage stage =
        stage(
            """
            - id: some
              hosts: etcd
              when: host.name != 'cp2'
              expect:
                - that: steps.stop[host.name].stopped.size() == 1
                  message: ${host.name} is up
              steps:
                - {id: stop, uses: controlplane.stop, with: {units: [kube-apiserver]}}
            """);
    Plan plan = plan(stage);
    assertEquals(List.of("some", "stop@cp1", "some@cp2", "stop@cp3"), places(plan));
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
    assertEquals(
        List.of("stop@cp1", "stop@cp3", "some"),
        finished(stage).stream()
            .sorted(
                java.util.Comparator.comparing((String at) -> at.equals("some"))
                    .thenComparing(at -> at))
            .toList());
    assertInstanceOf(
        StepState.Skipped.class,
        stage
            .journal
            .replay()
            .state()
            .step(new StepAt(new StepId("some"), Optional.of(new HostName("cp2"))))
            .orElseThrow());
  }

  @Test
  void endsTheStepsOfAHostWhenThereIsNothingLeftToDo() throws IOException {
    SlowStage stage =
        stage(
            """
            - id: each
              hosts: etcd
              rollout: {batch: 1}
              steps:
                - id: look
                  require: [{that: "true", message: never}]
                  doneWhen: host.name == 'cp1'
                - {id: stop, uses: controlplane.stop, with: {units: [kube-apiserver]}}
            - id: after
              uses: etcd.status
            """);
    Plan plan = plan(stage);
    assertEquals(
        List.of("each", "look@cp1", "look@cp2", "stop@cp2", "look@cp3", "stop@cp3", "after"),
        places(plan));
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
    assertEquals(
        List.of("each", "look@cp1", "look@cp2", "stop@cp2", "look@cp3", "stop@cp3", "after"),
        stage.journal.replay().state().steps().keySet().stream().map(StepAt::toString).toList());
  }

  @Test
  void refusesAtThePlanWhatAGroupRequires() {
    SlowStage stage =
        stage(
            """
            - id: each
              hosts: etcd
              require: [{that: host.name != 'cp3', message: "not ${host.name}"}]
              steps:
                - {id: stop, uses: controlplane.stop, with: {units: [kube-apiserver]}}
            """);
    Planning.Rejected rejected = assertInstanceOf(Planning.Rejected.class, stage.plan());
    assertEquals(List.of("not cp3"), rejected.findings().stream().map(PlanFinding::what).toList());
  }

  @Test
  void keepsQuorumUnlessTheGroupGivesItUp() throws IOException {
    String together =
        """
        - id: all
          hosts: etcd
          %s
          steps:
            - {id: stop, uses: controlplane.stop, with: {units: [etcd]}}
            - {id: start, uses: controlplane.start, with: {units: [etcd]}}
        """;
    Planning.Rejected rejected =
        assertInstanceOf(
            Planning.Rejected.class,
            stage(
                    together
                        .formatted("title: Down")
                        .replace("        ", "        ")
                        .replace(
                            "- {id: start, uses: controlplane.start, with: {units: [etcd]}}", ""))
                .plan());
    assertTrue(rejected.findings().getFirst().what().contains("quorum"));
    SlowStage given = stage(together.formatted("quorum: {givenUp: tried}"));
    Plan plan = plan(given);
    assertEquals(RunEnd.Kind.DONE, given.run(plan).kind());
    assertEquals(Optional.of("tried"), plan.steps().getFirst().marks().quorumGivenUp());
  }

  @Test
  void passesThePointOfNoReturnWithTheFirstEffectOfTheGroup() throws IOException {
    SlowStage stage =
        stage(
            """
            - id: line
              hosts: etcd
              pointOfNoReturn: true
              confirm: Go on with all hosts?
              steps:
                - {id: look, require: [{that: "true", message: never}]}
                - {id: stop, uses: controlplane.stop, with: {units: [kube-apiserver]}}
            """);
    Plan plan = plan(stage);
    assertEquals("stop@cp1", plan.noReturn().orElseThrow().at().toString());
    assertEquals(Optional.of("Go on with all hosts?"), plan.steps().getFirst().marks().gate());
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
    RunState state = stage.journal.replay().state();
    assertEquals("stop", state.marks().noReturn().orElseThrow().step().text());
    assertEquals(List.of(new StepId("line")), state.gates());
    assertInstanceOf(Undoer.End.Refused.class, stage.undo(plan));
  }

  @Test
  void beginsNoFurtherBatchWhenItIsAskedToStopInAPause() throws IOException {
    SlowStage stage =
        stage(
            """
            - id: keep
              hosts: etcd
              uses: host.keep_copies
              with: {paths: [/etc/kubernetes/manifests]}
              rollout: {batch: 1, pause: 10m}
            """);
    Plan plan = plan(stage);
    Instant asked = stage.world.clock().instant().plusSeconds(120);
    stage.pauses = ledger -> Pauses.when(() -> !stage.world.clock().instant().isBefore(asked));
    assertEquals(RunEnd.Kind.INTERRUPTED, stage.run(plan).kind());
    assertEquals(1, finished(stage).size(), finished(stage)::toString);
    assertTrue(
        stage.world.clock().instant().isBefore(asked.plusSeconds(10)), "it waited to the end");
    stage.pauses = ledger -> Pauses.when(() -> false);
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
    assertEquals(3, finished(stage).size(), finished(stage)::toString);
  }

  @Test
  void choosesHostsByAnExpressionAfterAskingWhen() throws IOException {
    String steps =
        """
        - id: some
          hosts: "${inputs.broken}"
          when: inputs.broken.size() > 0
          steps:
            - {id: stop, uses: controlplane.stop, with: {units: [kube-apiserver]}}
        - id: again
          hosts: "${inputs.broken}"
          when: inputs.broken.size() > 0
          uses: controlplane.start
          with: {units: [kube-apiserver]}
        """;
    String inputs =
        "inputs: {broken: {type: {list: host}, default: [], description: Broken hosts}}\n";
    SlowStage nothing = stage(inputs, steps, Map.of());
    Plan none = plan(nothing);
    assertTrue(none.steps().stream().allMatch(step -> step.planned() instanceof Planned.Skipped));
    assertEquals(RunEnd.Kind.DONE, nothing.run(none).kind());
    SlowStage two = stage(inputs, steps, Map.of("broken", "[cp1, cp3]"));
    Plan plan = plan(two);
    assertEquals(List.of("some", "stop@cp1", "stop@cp3", "again@cp1", "again@cp3"), places(plan));
    assertEquals(RunEnd.Kind.DONE, two.run(plan).kind());
  }

  @Test
  void goesOnWhereTheHostsWereLeftBeforeItAsksForAnOrderAgain() throws IOException {
    SlowStage stage = stage(ROLL);
    Plan plan = plan(stage);
    stage.journal.dieAt(14, MortalJournal.Way.AFTER_FORCE);
    assertTrue(stage.diesRunning(plan));
    List<String> before = begun(stage);
    stage.journal.revive();
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
    assertEquals(before, begun(stage).subList(0, before.size()));
    assertEquals(8, finished(stage).size());
  }

  private static List<String> begun(SlowStage stage) {
    return Stream.of(stage.journal.replay().state())
        .flatMap(state -> state.steps().keySet().stream())
        .map(StepAt::toString)
        .toList();
  }
}
