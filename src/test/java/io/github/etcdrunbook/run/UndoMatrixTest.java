package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Takes a run back from every point at which it can die. */
class UndoMatrixTest {
  private static final Map<HostName, Set<String>> BEFORE =
      new CrashScene(CrashScene.Pace.TOGETHER).paths();

  @ParameterizedTest
  @EnumSource
  void restoresTheWorldFromEveryAppend(CrashScene.Pace pace) throws IOException {
    CrashScene undisturbed = new CrashScene(pace);
    undisturbed.run();
    for (int append = 1; append < undisturbed.journal.appends(); append++) {
      for (MortalJournal.Way way : MortalJournal.Way.values()) {
        String point = "died at append " + append + ", " + way;
        CrashScene scene = new CrashScene(pace);
        scene.journal.dieAt(append, way);
        scene.runToDeath();
        scene.revive();
        assertEquals(new Undoer.End.Complete(), scene.undo(), point);
        assertEquals(BEFORE, scene.paths(), point);
        assertEquals(RunState.Stage.UNDONE, scene.journal.replay().state().stage(), point);
      }
    }
  }

  @Test
  void goesOnWithAnUndoThatDied() throws IOException {
    CrashScene undisturbed = new CrashScene(CrashScene.Pace.TOGETHER);
    undisturbed.run();
    int start = undisturbed.journal.appends();
    undisturbed.undo();
    int appends = undisturbed.journal.appends() - start;
    assertTrue(appends > 20, "an undo of " + appends + " appends");
    for (int append = 0; append < appends - 1; append++) {
      for (MortalJournal.Way way : MortalJournal.Way.values()) {
        String point = "died at append " + append + " of the undo, " + way;
        CrashScene scene = new CrashScene(CrashScene.Pace.TOGETHER);
        scene.run();
        scene.journal.dieAt(start + append, way);
        scene.undoToDeath();
        scene.revive();
        assertEquals(new Undoer.End.Complete(), scene.undo(), point);
        assertEquals(BEFORE, scene.paths(), point);
        assertTrue(
            scene.undone().values().stream().allMatch(count -> count == 1),
            point + ": " + scene.undone());
      }
    }
  }

  @Test
  void goesBackToAStepAndLaterToTheBeginning() throws IOException {
    CrashScene scene = new CrashScene(CrashScene.Pace.SINGLY);
    scene.run();
    scene.world.attempts.clear();
    assertEquals(new Undoer.End.Reached(new StepId("a")), scene.undo("a"));
    assertEquals(
        "[b@cp3#1, b@cp3#0, b@cp2#1, b@cp2#0, b@cp1#1, b@cp1#0]",
        scene.world.attempts.stream().map(each -> each.key().effect()).toList().toString());
    assertEquals(RunState.Stage.UNDOING, scene.journal.replay().state().stage());
    assertEquals(new Undoer.End.Complete(), scene.undo());
    assertEquals(BEFORE, scene.paths());
    assertTrue(scene.undone().values().stream().allMatch(count -> count == 1));
  }

  @Test
  void goesOnWithAnUndoToAStepThatDied() throws IOException {
    CrashScene undisturbed = new CrashScene(CrashScene.Pace.TOGETHER);
    undisturbed.run();
    int start = undisturbed.journal.appends();
    undisturbed.undo("a");
    int appends = undisturbed.journal.appends() - start;
    for (int append = 0; append < appends - 1; append++) {
      CrashScene scene = new CrashScene(CrashScene.Pace.TOGETHER);
      scene.run();
      scene.journal.dieAt(start + append, MortalJournal.Way.AFTER_FORCE);
      scene.undoToDeath("a");
      scene.revive();
      assertEquals(new Undoer.End.Reached(new StepId("a")), scene.undo("a"));
      assertTrue(
          scene.undone().entrySet().stream()
              .allMatch(each -> each.getKey().step().text().equals("b") && each.getValue() == 1),
          "append " + append + ": " + scene.undone());
    }
  }

  @Test
  void takesBackInReverseOrder() throws IOException {
    CrashScene scene = new CrashScene(CrashScene.Pace.SINGLY);
    scene.run();
    scene.world.attempts.clear();
    scene.undo();
    assertEquals(
        "[b@cp3#1, b@cp3#0, b@cp2#1, b@cp2#0, b@cp1#1, b@cp1#0,"
            + " a@cp3#1, a@cp3#0, a@cp2#1, a@cp2#0, a@cp1#1, a@cp1#0]",
        scene.world.attempts.stream().map(each -> each.key().effect()).toList().toString());
    assertTrue(
        scene.world.attempts.stream().allMatch(each -> each.key().phase() == EffectKey.Phase.UNDO));
  }

  @Test
  void stopsWhereAnInverseFailsAndGoesOnLater() throws IOException {
    CrashScene scene = new CrashScene(CrashScene.Pace.SINGLY);
    scene.run();
    EffectRef stuck = Trial.effect("b", "cp1", 0);
    scene.world.order(stuck, Sandbox.Fault.REFUSED, Sandbox.Fault.REFUSED, Sandbox.Fault.REFUSED);
    Undoer.End.Incomplete end = assertInstanceOf(Undoer.End.Incomplete.class, scene.undo());
    assertEquals(stuck, end.at());
    assertEquals(new Undoer.End.Complete(), scene.undo());
    assertEquals(BEFORE, scene.paths());
  }

  @ParameterizedTest
  @EnumSource
  void takesNothingBackThatCannotBeRecordedAndGoesOnLater(CrashScene.Pace pace) throws IOException {
    CrashScene undisturbed = new CrashScene(pace);
    undisturbed.run();
    int start = undisturbed.journal.appends();
    undisturbed.undo();
    int appends = undisturbed.journal.appends() - start;
    for (int append = 0; append < appends; append++) {
      String point = "the disk was full at append " + append + " of the undo";
      CrashScene scene = new CrashScene(pace);
      scene.run();
      scene.journal.fillAt(start + append);
      assertThrows(Journal.Lost.class, scene::undo, point);
      assertTrue(scene.isRecorded(), point);
      scene.revive();
      assertEquals(new Undoer.End.Complete(), scene.undo(), point);
      assertEquals(BEFORE, scene.paths(), point);
      assertTrue(scene.undone().values().stream().allMatch(count -> count == 1), point);
    }
  }
}
