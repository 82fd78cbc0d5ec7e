package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.ActState.Progress;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.StepId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunStateTest {
  private record Output() {}

  private static final HostName CP1 = new HostName("cp1");
  private static final StepAt SWAP = new StepAt(new StepId("swap"), Optional.of(CP1));
  private static final Effect FORWARD = new Effect.Move(CP1, "/a", "/b");
  private static final Effect BACK = new Effect.Move(CP1, "/b", "/a");
  private static final Act MOVE = Act.of(FORWARD, Undo.By.one(BACK), Duration.ofSeconds(5));
  private static final EffectRef FIRST = SWAP.effect(0);
  private static final EffectRef SECOND = SWAP.effect(1);

  private static final RunEvent STARTED =
      new RunEvent.RunStarted(
          new RunId("20260102-030405-abcd"), new Sha256("0".repeat(64)), "playbook", "prod", "ops");
  private static final RunEvent STEP_STARTED =
      new RunEvent.StepStarted(SWAP, "swap", List.of(MOVE, MOVE), Evidence.none());
  private static final RunEvent STEP_FINISHED =
      new RunEvent.StepFinished(SWAP, "done", new Output());

  private static RunEvent intended(EffectRef effect, int attempt) {
    return new RunEvent.EffectIntended(effect, attempt);
  }

  private static RunEvent done(EffectRef effect, int attempt) {
    return new RunEvent.EffectDone(effect, attempt, new EffectResult.Nothing(), Optional.empty());
  }

  private static RunEvent notDone(EffectRef effect, int attempt) {
    return new RunEvent.EffectNotDone(effect, attempt, "refused");
  }

  private static RunEvent inDoubt(EffectRef effect, int attempt) {
    return new RunEvent.EffectInDoubt(effect, attempt, "the answer was lost");
  }

  private static RunEvent ended(RunEnd.Kind kind) {
    return new RunEvent.RunFinished(new RunEnd(kind, true, false, List.of()));
  }

  private static RunState fold(RunEvent... events) {
    List<RunEvent> all = new ArrayList<>(List.of(STARTED));
    all.addAll(List.of(events));
    return RunState.fold(all);
  }

  private static void illegal(RunEvent... events) {
    RunEvent[] legal = java.util.Arrays.copyOf(events, events.length - 1);
    RunState before = fold(legal);
    RunEvent last = events[events.length - 1];
    IllegalEvent thrown = assertThrows(IllegalEvent.class, () -> before.after(last));
    assertTrue(thrown.getMessage().contains(last.getClass().getSimpleName()), thrown.getMessage());
    assertTrue(thrown.getMessage().contains(before.stage().toString()), thrown.getMessage());
  }

  @Test
  void followsAStepFromItsStartToItsOutput() {
    RunState state =
        fold(
            STEP_STARTED,
            intended(FIRST, 1),
            done(FIRST, 1),
            intended(SECOND, 1),
            done(SECOND, 1),
            STEP_FINISHED,
            ended(RunEnd.Kind.DONE));
    assertEquals(List.of(FIRST, SECOND), state.done());
    assertTrue(state.changed());
    assertEquals(RunState.Stage.ENDED, state.stage());
    assertTrue(state.step(SWAP).orElseThrow() instanceof StepState.Finished);
  }

  @Test
  void countsAnIntendedEffectAsAChange() {
    assertFalse(fold(STEP_STARTED).changed());
    assertTrue(fold(STEP_STARTED, intended(FIRST, 1)).changed());
    assertFalse(fold(STEP_STARTED, intended(FIRST, 1), notDone(FIRST, 1)).changed());
  }

  @Test
  void countsAttempts() {
    RunState state = fold(STEP_STARTED, intended(FIRST, 1), notDone(FIRST, 1), intended(FIRST, 2));
    assertEquals(new Progress.Open(2), state.act(FIRST).orElseThrow().progress());
  }

  @Test
  void takesEffectsBackInParts() {
    RunState state =
        fold(
            STEP_STARTED,
            intended(FIRST, 1),
            done(FIRST, 1),
            ended(RunEnd.Kind.FAILED),
            new RunEvent.UndoStarted("ops"),
            new RunEvent.UndoIntended(FIRST, 0, BACK, 1),
            new RunEvent.UndoDone(FIRST, 0, 1, Optional.empty()));
    assertEquals(List.of(), state.done());
    assertEquals(RunState.Stage.UNDONE, state.after(new RunEvent.UndoFinished(List.of())).stage());
  }

  @Test
  void rejectsWhatCannotFollow() {
    illegal(STARTED);
    illegal(intended(FIRST, 1));
    illegal(STEP_STARTED, STEP_STARTED);
    illegal(STEP_STARTED, done(FIRST, 1));
    illegal(STEP_STARTED, intended(FIRST, 2));
    illegal(STEP_STARTED, intended(SECOND, 1));
    illegal(STEP_STARTED, intended(FIRST, 1), intended(FIRST, 2));
    illegal(STEP_STARTED, intended(FIRST, 1), done(FIRST, 2));
    illegal(STEP_STARTED, intended(FIRST, 1), STEP_FINISHED);
    illegal(STEP_STARTED, intended(FIRST, 1), inDoubt(FIRST, 1), STEP_FINISHED);
    illegal(STEP_STARTED, intended(FIRST, 1), done(FIRST, 1), intended(FIRST, 2));
    illegal(STEP_STARTED, STEP_FINISHED, intended(FIRST, 1));
    illegal(STEP_STARTED, new RunEvent.StepSkipped(SWAP, "when"));
    illegal(STEP_FINISHED, STEP_STARTED);
    illegal(ended(RunEnd.Kind.FAILED), STEP_STARTED);
    illegal(ended(RunEnd.Kind.DONE), new RunEvent.RunResumed("ops"));
    illegal(ended(RunEnd.Kind.FAILED), ended(RunEnd.Kind.FAILED));
    illegal(STEP_STARTED, new RunEvent.UndoIntended(FIRST, 0, BACK, 1));
    illegal(STEP_STARTED, intended(SWAP.effect(7), 1));
  }

  @Test
  void rejectsAnUndoPastThePointOfNoReturn() {
    illegal(new RunEvent.NoReturnPassed(SWAP), new RunEvent.UndoStarted("ops"));
  }

  @Test
  void rejectsAnUndoOfWhatDidNotHappen() {
    illegal(
        STEP_STARTED,
        intended(FIRST, 1),
        notDone(FIRST, 1),
        new RunEvent.UndoStarted("ops"),
        new RunEvent.UndoIntended(FIRST, 0, BACK, 1));
  }

  @Test
  void repeatsAnEffectInDoubtAsTheNextAttempt() {
    RunState state = fold(STEP_STARTED, intended(FIRST, 1), inDoubt(FIRST, 1), intended(FIRST, 2));
    assertEquals(new Progress.Open(2), state.act(FIRST).orElseThrow().progress());
  }
}
