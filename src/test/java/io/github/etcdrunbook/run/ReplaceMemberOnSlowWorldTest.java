package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planning;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** `replace-member` as shipped: the two playbooks that it includes, one after the other. */
class ReplaceMemberOnSlowWorldTest {
  private static SlowStage stage(SlowWorld world, Map<String, String> inputs) {
    return new SlowStage(world, SlowStage.read("playbooks/replace-member.yaml"), inputs);
  }

  private static Plan plan(SlowStage stage) {
    Planning planning = stage.plan();
    return assertInstanceOf(Planning.Ready.class, planning, planning::toString).plan();
  }

  private static String refused(SlowStage stage) {
    return assertInstanceOf(Planning.Rejected.class, stage.plan()).findings().toString();
  }

  private static List<String> members(SlowWorld world) {
    world.sleep(Duration.ofMinutes(2));
    Reader reader =
        world.reader(new Standpoint(SlowStage.RUN, "prod", new StepId("after"), Optional.empty()));
    return reader.etcd().members(new HostName("cp1")).seen().orElseThrow().stream()
        .map(one -> one.name() + (one.learner() ? "?" : ""))
        .sorted()
        .toList();
  }

  private static void replaces(SlowStage stage, List<String> wanted) throws IOException {
    RunEnd end = stage.run(plan(stage));
    assertEquals(RunEnd.Kind.DONE, end.kind(), () -> end.failures().toString());
    assertEquals(List.of(), stage.world.hazards());
    assertEquals(wanted, members(stage.world));
  }

  @Test
  void aMemberThatCrashesComesBackEmptyOnItsHost() throws IOException {
    replaces(
        stage(SlowWorld.builder().crashing("cp3").build(), Map.of("host", "cp3")),
        List.of("cp1", "cp2", "cp3"));
  }

  @Test
  void anotherHostJoinsForOneThatIsGone() throws IOException {
    replaces(
        stage(
            SlowWorld.builder().off("cp3").fresh(1).build(),
            Map.of("host", "cp3", "fenced", "[cp3]", "by", "cp4")),
        List.of("cp1", "cp2", "cp4"));
  }

  @Test
  void resumesWhereItDied() throws IOException {
    Map<String, String> inputs = Map.of("host", "cp3");
    SlowStage undisturbed = stage(SlowWorld.builder().crashing("cp3").build(), inputs);
    Plan plan = plan(undisturbed);
    undisturbed.run(plan);
    for (int append = 5; append < undisturbed.journal.appends() - 1; append += 13) {
      SlowStage stage = stage(SlowWorld.builder().crashing("cp3").build(), inputs);
      stage.journal.dieAt(append, MortalJournal.Way.AFTER_FORCE);
      if (stage.diesRunning(plan)) {
        stage.journal.revive();
        RunEnd end = stage.run(plan);
        assertEquals(RunEnd.Kind.DONE, end.kind(), append + ": " + end.failures());
        assertEquals(List.of("cp1", "cp2", "cp3"), members(stage.world), "died at " + append);
      }
    }
  }

  @Test
  void aMemberThatAnswersIsNotReplacedWithoutAReason() {
    String why = refused(stage(SlowWorld.builder().build(), Map.of("host", "cp3")));
    assertTrue(why.contains("say in the input `reason`"), why);
  }

  @Test
  void aHostThatIsGoneCannotJoin() {
    String why =
        refused(
            stage(
                SlowWorld.builder().off("cp3").build(), Map.of("host", "cp3", "fenced", "[cp3]")));
    assertTrue(why.contains("name the host that joins instead"), why);
  }
}
