package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dies at every append of a run, in every way, resumes, and looks what has become of the world. */
class CrashMatrixTest {
  @ParameterizedTest
  @EnumSource
  void resumesFromEveryAppendToTheSameEnd(CrashScene.Pace pace) throws IOException {
    CrashScene undisturbed = new CrashScene(pace);
    assertEquals(RunEnd.Kind.DONE, undisturbed.run().kind());
    int appends = undisturbed.journal.appends();
    assertTrue(appends > 30, "a run of " + appends + " appends");
    for (int append = 0; append < appends; append++) {
      for (MortalJournal.Way way : MortalJournal.Way.values()) {
        String point = "died at append " + append + ", " + way;
        CrashScene scene = new CrashScene(pace);
        scene.journal.dieAt(append, way);
        scene.runToDeath();
        scene.revive();
        if (append < appends - 1 || way != MortalJournal.Way.AFTER_FORCE) {
          assertEquals(RunEnd.Kind.DONE, scene.run().kind(), point);
        }
        assertEquals(undisturbed.paths(), scene.paths(), point);
        assertEquals(undisturbed.happened(), scene.happened(), point);
        assertEquals(RunState.Stage.ENDED, scene.journal.replay().state().stage(), point);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void survivesDyingAgainWhileItResumes(CrashScene.Pace pace) throws IOException {
    CrashScene undisturbed = new CrashScene(pace);
    undisturbed.run();
    int appends = undisturbed.journal.appends();
    for (int append = 2; append < appends; append += 3) {
      for (int later = 1; later < 6; later += 2) {
        String point = "died at append " + append + " and " + later + " later";
        CrashScene scene = new CrashScene(pace);
        scene.journal.dieAt(append, MortalJournal.Way.AFTER_FORCE);
        scene.runToDeath();
        scene.revive();
        scene.journal.dieAt(scene.journal.appends() + later, MortalJournal.Way.TORN);
        scene.runToDeath();
        scene.revive();
        if (scene.journal.replay().state().marks().end().isEmpty()) {
          assertEquals(RunEnd.Kind.DONE, scene.run().kind(), point);
        }
        assertEquals(undisturbed.paths(), scene.paths(), point);
        assertEquals(undisturbed.happened(), scene.happened(), point);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DEATH_BEFORE", "DEATH_AFTER"})
  void settlesAnEffectDuringWhichItDied(Sandbox.Fault fault) throws IOException {
    CrashScene undisturbed = new CrashScene(CrashScene.Pace.TOGETHER);
    undisturbed.run();
    for (EffectRef effect : undisturbed.happened().keySet()) {
      CrashScene scene = new CrashScene(CrashScene.Pace.TOGETHER);
      scene.world.order(effect, fault);
      scene.runToDeath();
      scene.revive();
      assertEquals(RunEnd.Kind.DONE, scene.run().kind(), effect + " " + fault);
      assertEquals(undisturbed.paths(), scene.paths(), effect + " " + fault);
      assertEquals(undisturbed.happened(), scene.happened(), effect + " " + fault);
      assertTrue(scene.world.attempts.stream().allMatch(a -> a.effect() instanceof Effect.Move));
    }
  }

  @ParameterizedTest
  @EnumSource
  void doesNothingThatCannotBeRecordedAndGoesOnLater(CrashScene.Pace pace) throws IOException {
    CrashScene undisturbed = new CrashScene(pace);
    undisturbed.run();
    int appends = undisturbed.journal.appends();
    for (int append = 0; append < appends; append++) {
      String point = "the disk was full at append " + append;
      CrashScene scene = new CrashScene(pace);
      scene.journal.fillAt(append);
      assertEquals(RunEnd.Kind.JOURNAL_LOST, scene.run().kind(), point);
      assertTrue(scene.isRecorded(), point);
      scene.revive();
      assertEquals(RunEnd.Kind.DONE, scene.run().kind(), point);
      assertEquals(undisturbed.paths(), scene.paths(), point);
      assertEquals(undisturbed.happened(), scene.happened(), point);
    }
  }
}
