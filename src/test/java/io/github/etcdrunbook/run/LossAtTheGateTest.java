package io.github.etcdrunbook.run;

import static io.github.etcdrunbook.run.SlowMatrix.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.SlowWorldBuilder;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a restore loses stands in the plan and in the question that is asked before it. */
class LossAtTheGateTest {
  private static final String SAVED = "/saved/now.db";

  private static SlowStage restore() {
    return new SlowStage(
        SlowWorld.builder().build(),
        SlowStage.read("playbooks/restore-from-snapshot.yaml"),
        Map.of("snapshot", SlowWorldBuilder.SNAPSHOT, "reason", "objects were deleted"));
  }

  private static String question(Plan plan, String step) {
    return step(plan, step).marks().gate().orElseThrow();
  }

  private static PlannedStep step(Plan plan, String name) {
    return plan.steps().stream()
        .filter(step -> step.at().step().text().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> asked(SlowStage stage) {
    return stage.journal.replay().events().stream()
        .map(Recorded::event)
        .filter(RunEvent.GateAnswered.class::isInstance)
        .map(RunEvent.GateAnswered.class::cast)
        .map(RunEvent.GateAnswered::question)
        .toList();
  }

  @Test
  void aRestoreSaysWhatItLosesBeforeItStopsAnything() {
    String question = question(plan(restore()), "stop_api_servers");
    assertTrue(question.contains("Lost by it: 8"), question);
    assertTrue(question.contains("written since would vanish"), question);
  }

  @Test
  void whatIsWrittenMeanwhileIsInTheQuestionAndDoesNotMakeThePlanStale() throws IOException {
    SlowStage stage = restore();
    Plan plan = plan(stage);
    stage.world.tick(400);
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
    String later = asked(stage).getFirst();
    assertTrue(later.contains("written since would vanish"), later);
    assertNotEquals(question(plan, "stop_api_servers"), later);
  }

  @Test
  void forcingANewClusterSaysItBeforeItFencesAnything() throws IOException {
    SlowWorld world = SlowWorld.builder().off("cp1").build();
    world.powerOff(new HostName("cp3"));
    world.tick(100);
    save(world);
    SlowStage stage =
        new SlowStage(
            world,
            SlowStage.read("playbooks/force-new-cluster.yaml"),
            Map.of("snapshot", SAVED, "fenced", "[cp1, cp3]"));
    Plan plan = plan(stage);
    assertTrue(step(plan, "loss").planned() instanceof Planned.Satisfied, "known at once");
    List<String> order =
        plan.steps().stream().map(step -> step.at().step().text()).distinct().toList();
    assertTrue(order.indexOf("loss") < order.indexOf("force_stop_api_servers"), order.toString());
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
    List<String> questions = asked(stage);
    assertEquals(2, questions.size());
    for (String question : questions) {
      assertTrue(
          question.contains("nothing but leases has been written since the snapshot"), question);
    }
  }

  private static void save(SlowWorld world) {
    EffectRef save = new EffectRef(new StepId("save"), Optional.empty(), 0);
    world
        .etcdWriter()
        .perform(
            new Effect.SaveSnapshot(new HostName("cp2"), SAVED),
            new EffectKey(new RunId("20260301-020000-save"), save, EffectKey.Phase.FORWARD, 1),
            Duration.ofMinutes(1),
            Progress.none());
  }
}
