package io.github.etcdrunbook.run;

import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.ActState.Progress;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The part of the fold that concerns single effects; its legal moves stand at {@link ActState}. */
final class EffectFold {
  private EffectFold() {}

  static RunState after(RunState state, RunEvent.OfEffect event) {
    EffectRef effect = event.effect();
    StepAt at = StepAt.of(effect);
    StepState step = state.step(at).orElseThrow(() -> illegal(state, event));
    ActState act = state.act(effect).orElseThrow(() -> illegal(state, event));
    boolean undoing = state.stage() == RunState.Stage.UNDOING;
    Progress next =
        (event instanceof RunEvent.EffectResolved resolved
                ? resolved(state, act, resolved)
                : undoing ? backward(act, event) : forward(state, step, act, event))
            .orElseThrow(() -> illegal(state, event));
    RunState moved = state.with(at, step.withAct(effect.index(), act.with(next)));
    if (!act.isDone() && next instanceof Progress.Done) {
      return moved.withDone(with(state.done(), effect));
    }
    return isUndone(act, next)
        ? moved.withDone(state.done().stream().filter(each -> !each.equals(effect)).toList())
        : moved;
  }

  /** What a person says of an attempt that nobody knows the end of, also when the run stands. */
  private static Optional<Progress> resolved(
      RunState state, ActState act, RunEvent.EffectResolved event) {
    if (state.stage() == RunState.Stage.NEW || state.stage() == RunState.Stage.UNDONE) {
      return Optional.empty();
    }
    int attempt = event.attempt();
    if (act.progress() instanceof Progress.UndoOpen open && open.attempt() == attempt) {
      return switch (event.verdict()) {
        case DONE -> Optional.of(new Progress.UndonePart(open.part(), attempt));
        case NOT_DONE -> Optional.of(new Progress.UndoNotDone(open.part(), attempt));
        case SKIPPED -> Optional.empty();
      };
    }
    return when(
        act.isOpen() && attempt == act.attempts(),
        switch (event.verdict()) {
          case DONE -> new Progress.Done(attempt, new EffectResult.Nothing());
          case NOT_DONE -> new Progress.NotDone(attempt);
          case SKIPPED -> new Progress.Waived(attempt);
        });
  }

  private static Optional<Progress> forward(
      RunState state, StepState step, ActState act, RunEvent.OfEffect event) {
    if (state.stage() != RunState.Stage.RUNNING || !(step instanceof StepState.Started started)) {
      return Optional.empty();
    }
    return switch (event) {
      case RunEvent.EffectIntended intended ->
          when(
              started.next().equals(Optional.of(event.effect().index()))
                  && !(act.progress() instanceof Progress.Open)
                  && intended.attempt() == act.nextAttempt(),
              new Progress.Open(intended.attempt()));
      case RunEvent.EffectDone done ->
          when(
              act.isOpen() && done.attempt() == act.attempts(),
              new Progress.Done(done.attempt(), done.result()));
      case RunEvent.EffectNotDone notDone ->
          when(
              act.isOpen() && notDone.attempt() == act.attempts(),
              new Progress.NotDone(notDone.attempt()));
      case RunEvent.EffectInDoubt doubt ->
          when(
              act.isOpen() && doubt.attempt() == act.attempts(),
              new Progress.Doubtful(doubt.attempt(), doubt.why()));
      case RunEvent.EffectResolved ignored -> Optional.empty();
      case RunEvent.UndoIntended ignored -> Optional.empty();
      case RunEvent.UndoDone ignored -> Optional.empty();
      case RunEvent.UndoNotDone ignored -> Optional.empty();
    };
  }

  /** In an undo, effects that are open are settled first; then the inverses follow. */
  private static Optional<Progress> backward(ActState act, RunEvent.OfEffect event) {
    return switch (event) {
      case RunEvent.EffectIntended ignored -> Optional.empty();
      case RunEvent.EffectResolved ignored -> Optional.empty();
      case RunEvent.EffectDone done ->
          when(
              act.isOpen() && done.attempt() == act.attempts(),
              new Progress.Done(done.attempt(), done.result()));
      case RunEvent.EffectNotDone notDone ->
          when(
              act.isOpen() && notDone.attempt() == act.attempts(),
              new Progress.NotDone(notDone.attempt()));
      case RunEvent.EffectInDoubt doubt ->
          when(
              act.isOpen() && doubt.attempt() == act.attempts(),
              new Progress.Doubtful(doubt.attempt(), doubt.why()));
      case RunEvent.UndoIntended intended ->
          when(
              intended.part() == nextPart(act) && intended.attempt() == nextUndoAttempt(act),
              new Progress.UndoOpen(intended.part(), intended.attempt()));
      case RunEvent.UndoDone done ->
          when(
              act.progress().equals(new Progress.UndoOpen(done.part(), done.attempt())),
              new Progress.UndonePart(done.part(), done.attempt()));
      case RunEvent.UndoNotDone notDone ->
          when(
              act.progress().equals(new Progress.UndoOpen(notDone.part(), notDone.attempt())),
              new Progress.UndoNotDone(notDone.part(), notDone.attempt()));
    };
  }

  /** The part of the inverse that comes next, from 0; -1 when the act is not done. */
  static int nextPart(ActState act) {
    return switch (act.progress()) {
      case Progress.Done ignored -> 0;
      case Progress.UndoNotDone notDone -> notDone.part();
      case Progress.UndonePart undone -> undone.part() + 1;
      case Progress.UndoOpen open -> open.part();
      case Progress.Ready ignored -> -1;
      case Progress.Waived ignored -> -1;
      case Progress.Open ignored -> -1;
      case Progress.NotDone ignored -> -1;
      case Progress.Doubtful ignored -> -1;
    };
  }

  /** The next attempt at an inverse; attempts are counted through all its parts, from 1. */
  static int nextUndoAttempt(ActState act) {
    return switch (act.progress()) {
      case Progress.UndoOpen open -> open.attempt() + 1;
      case Progress.UndoNotDone notDone -> notDone.attempt() + 1;
      case Progress.UndonePart undone -> undone.attempt() + 1;
      case Progress.Done ignored -> 1;
      case Progress.Ready ignored -> 1;
      case Progress.Waived ignored -> 1;
      case Progress.Open ignored -> 1;
      case Progress.NotDone ignored -> 1;
      case Progress.Doubtful ignored -> 1;
    };
  }

  private static boolean isUndone(ActState act, Progress next) {
    return next instanceof Progress.UndonePart part
        && act.act().undo() instanceof Undo.By by
        && part.part() == by.inverse().size() - 1;
  }

  private static Optional<Progress> when(boolean legal, Progress next) {
    return legal ? Optional.of(next) : Optional.empty();
  }

  private static List<EffectRef> with(List<EffectRef> done, EffectRef effect) {
    List<EffectRef> more = new ArrayList<>(done);
    more.add(effect);
    return more;
  }

  private static IllegalEvent illegal(RunState state, RunEvent event) {
    return new IllegalEvent(
        state.stage()
            + ", act "
            + (event instanceof RunEvent.OfEffect ofEffect
                ? state.act(ofEffect.effect()).map(act -> act.progress().toString()).orElse("none")
                : "none"),
        event);
  }
}
