package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.Planning;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.FoundFile;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.SlowWorldBuilder;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The playbook `backup` with older snapshots in its folder, killed at every append. */
class BackupOnSlowWorldTest {
  private static final String NEW = "/kept/prod-" + SlowStage.RUN + ".db";

  private static String old(int day) {
    return "/kept/prod-202602%02d-030000-abcd.db".formatted(day);
  }

  private static SlowStage stage(String keep) {
    SlowWorldBuilder builder = SlowWorld.builder().backup("/kept/foreign.db");
    for (int day = 1; day <= 4; day++) {
      builder.backup(old(day));
    }
    return new SlowStage(
        builder.build(),
        SlowStage.read("playbooks/backup.yaml"),
        Map.of("to", "/kept", "keep", keep));
  }

  private static final List<String> HOSTS = List.of("cp1", "cp2", "cp3");

  /** With encrypted files, also beside the oldest snapshot and one that is no run's. */
  private static SlowStage sealing() {
    SlowWorldBuilder builder =
        SlowWorld.builder()
            .backup(old(1))
            .backup(old(1).replace(".db", "-cp1.tar.gpg"))
            .backup("/kept/other-cp1.tar.gpg");
    return new SlowStage(
        builder.build(),
        SlowStage.read("playbooks/backup.yaml"),
        Map.of("to", "/kept", "keep", "1", "recipient", "gpg:" + "0123456789".repeat(4)));
  }

  private static List<String> sealed() {
    List<String> left = new ArrayList<>(List.of("/kept/other-cp1.tar.gpg"));
    HOSTS.forEach(host -> left.add(NEW.replace(".db", "-" + host + ".tar.gpg")));
    left.add(NEW);
    return left;
  }

  @Test
  void savesTheFilesOfEachHostAndDeletesThemWithTheirSnapshot() throws IOException {
    SlowStage stage = sealing();
    Plan plan = plan(stage);
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
    assertEquals(sealed(), kept(stage.world));
    assertEquals(5, stage.world.performed().values().stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  void savesTheFilesOfThoseThatAnswer() throws IOException {
    SlowStage stage = sealing();
    stage.world.powerOff(new HostName("cp2"));
    assertEquals(RunEnd.Kind.DONE, stage.run(plan(stage)).kind());
    List<String> left = sealed();
    left.removeIf(path -> path.contains("-cp2."));
    assertEquals(left, kept(stage.world));
  }

  @Test
  void refusesARecipientThatNamesNoKey() {
    SlowStage stage =
        new SlowStage(
            SlowWorld.builder().build(),
            SlowStage.read("playbooks/backup.yaml"),
            Map.of("to", "/kept", "recipient", "gpg:ops@example.org"));
    assertInstanceOf(Planning.Rejected.class, stage.plan());
    assertEquals(List.of(), kept(stage.world));
  }

  @Test
  void savesEachFileOnceAlsoWhenKilledAtEveryAppend() throws IOException {
    SlowStage undisturbed = sealing();
    Plan plan = plan(undisturbed);
    undisturbed.run(plan);
    for (int append = 1; append < undisturbed.journal.appends() - 1; append++) {
      for (MortalJournal.Way way : MortalJournal.Way.values()) {
        String point = "died at append " + append + ", " + way;
        SlowStage stage = sealing();
        stage.journal.dieAt(append, way);
        if (!stage.diesRunning(plan)) {
          continue;
        }
        stage.journal.revive();
        RunEnd end = stage.run(plan);
        assertEquals(RunEnd.Kind.DONE, end.kind(), () -> point + ": " + end.failures());
        assertEquals(sealed(), kept(stage.world), point);
        assertEquals(List.of(), stage.world.hazards(), point);
      }
    }
  }

  private static Plan plan(SlowStage stage) {
    return assertInstanceOf(Planning.Ready.class, stage.plan()).plan();
  }

  private static List<String> kept(SlowWorld world) {
    Reader reader =
        world.reader(new Standpoint(SlowStage.RUN, "prod", new StepId("after"), Optional.empty()));
    return reader.operator().files("/kept").stream().map(FoundFile::path).toList();
  }

  @Test
  void thePlanNamesWhatGoesAndTheRunDeletesNothingElse() throws IOException {
    SlowStage stage = stage("3");
    Plan plan = plan(stage);
    List<Effect> planned =
        plan.steps().stream()
            .filter(step -> step.planned() instanceof Planned.Change)
            .flatMap(step -> ((Planned.Change) step.planned()).acts().stream())
            .map(act -> act.effect())
            .toList();
    assertEquals(
        List.of(old(2), old(1)),
        planned.stream()
            .filter(Effect.RemoveSnapshot.class::isInstance)
            .map(effect -> ((Effect.RemoveSnapshot) effect).path())
            .toList());
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
    assertEquals(List.of("/kept/foreign.db", old(3), old(4), NEW), kept(stage.world));
    assertEquals(List.of(), stage.world.hazards());
  }

  @Test
  void deletesNothingByDefault() throws IOException {
    SlowStage stage = stage("0");
    assertEquals(RunEnd.Kind.DONE, stage.run(plan(stage)).kind());
    assertEquals(6, kept(stage.world).size());
  }

  @Test
  void resumesFromEveryAppendAndNeverHasLessThanItKeeps() throws IOException {
    SlowStage undisturbed = stage("2");
    Plan plan = plan(undisturbed);
    undisturbed.run(plan);
    int points = 0;
    for (int append = 1; append < undisturbed.journal.appends() - 1; append++) {
      for (MortalJournal.Way way : MortalJournal.Way.values()) {
        String point = "died at append " + append + ", " + way;
        SlowStage stage = stage("2");
        stage.journal.dieAt(append, way);
        if (!stage.diesRunning(plan)) {
          continue;
        }
        assertTrue(kept(stage.world).size() >= 3, point);
        stage.journal.revive();
        RunEnd end = stage.run(plan);
        assertEquals(RunEnd.Kind.DONE, end.kind(), () -> point + ": " + end.failures());
        assertEquals(List.of("/kept/foreign.db", old(4), NEW), kept(stage.world), point);
        assertEquals(List.of(), stage.world.hazards(), point);
        points++;
      }
    }
    assertTrue(points > 20, points + " points");
  }
}
