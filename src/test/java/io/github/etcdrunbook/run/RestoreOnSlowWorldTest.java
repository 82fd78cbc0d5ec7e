package io.github.etcdrunbook.run;

import static io.github.etcdrunbook.run.SlowMatrix.performed;
import static io.github.etcdrunbook.run.SlowMatrix.plan;
import static io.github.etcdrunbook.run.SlowMatrix.planned;
import static io.github.etcdrunbook.run.SlowMatrix.repeatsOnlyWhatMayBeRepeated;
import static io.github.etcdrunbook.run.SlowMatrix.settled;
import static io.github.etcdrunbook.run.SlowMatrix.standing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.SlowWorldBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The restore as it is shipped, on the slow twin of the forecast that it was planned with. */
class RestoreOnSlowWorldTest {
  private static final Playbook PLAYBOOK = SlowStage.read("playbooks/restore-from-snapshot.yaml");

  private static final SlowMatrix MATRIX =
      new SlowMatrix(
          () -> SlowWorld.builder().build(),
          PLAYBOOK,
          Map.of("snapshot", SlowWorldBuilder.SNAPSHOT, "reason", "objects were deleted"));

  private static SlowStage stage(SlowWorld world) {
    return new SlowStage(
        world,
        PLAYBOOK,
        Map.of("snapshot", SlowWorldBuilder.SNAPSHOT, "reason", "objects were deleted"));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void performsWhatWasPlanned(int members) throws IOException {
    SlowStage stage = stage(SlowWorld.builder().members(members).build());
    Plan plan = plan(stage);
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
    assertEquals(planned(plan), performed(stage));
    assertEquals(List.of(), stage.world.hazards());
  }

  @Test
  void performsWhatWasPlannedUnderSystemd() throws IOException {
    SlowStage stage = stage(SlowWorld.builder().systemd().build());
    Plan plan = plan(stage);
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
    assertEquals(planned(plan), performed(stage));
    assertEquals(List.of(), stage.world.hazards());
  }

  @Test
  void survivesLostRequestsAnswersAndHosts() throws IOException {
    SlowStage undisturbed = stage(SlowWorld.builder().build());
    Plan plan = plan(undisturbed);
    undisturbed.run(plan);
    List<String> standing = standing(settled(undisturbed.world));
    for (SlowWorld.Lost lost : SlowWorld.Lost.values()) {
      for (int call = 1; call < 40; call += 7) {
        SlowStage stage = stage(SlowWorld.builder().build());
        stage.world.lose(lost, call);
        RunEnd end = stage.run(plan);
        if (lost == SlowWorld.Lost.HOST && end.kind() != RunEnd.Kind.DONE) {
          // A host that reboots may end the run; it goes on when the host is back.
          settled(stage.world);
          end = stage.run(plan);
        }
        assertEquals(RunEnd.Kind.DONE, end.kind(), lost + " " + call + ": " + end.failures());
        assertEquals(standing, standing(settled(stage.world)), lost + " " + call);
        assertEquals(planned(plan), performed(stage), lost + " " + call);
        repeatsOnlyWhatMayBeRepeated(stage, lost + " " + call);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void resumesFromASampleOfAppends(MortalJournal.Way way) throws IOException {
    int points = MATRIX.survived(37, List.of(way));
    assertTrue(points > 5, points + " points");
  }

  @Test
  @Tag("crash")
  void resumesFromEveryAppend() throws IOException {
    int points = MATRIX.survived(1, List.of(MortalJournal.Way.values()));
    assertTrue(points > 800, points + " points");
  }

  @Test
  void isTakenBackFromEachStepBeforeThePointOfNoReturn() throws IOException {
    assertTrue(MATRIX.undone(5, 29) > 3);
  }

  @Test
  @Tag("crash")
  void isTakenBackFromEveryAppendBeforeThePointOfNoReturn() throws IOException {
    int points = MATRIX.undone(1, 1);
    assertTrue(points > 100, points + " points");
  }
}
