package io.github.etcdrunbook.run;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.world.EffectResult;
import java.util.Objects;

/**
 * An act of a started step and how far it is. Immutable.
 *
 * <pre>
 * Ready ──intended──► Open ──done──► Done ──undo intended──► UndoOpen ──undone──► ... ──► Undone
 *                      │ ▲                                      │  ▲
 *                      │ └──intended (next attempt)──┐          └──┘ next part, next attempt
 *                      ├──not done──► NotDone ───────┤
 *                      └──in doubt──► Doubtful ──────┘   (Doubtful also becomes Done or NotDone)
 * Open, Doubtful ──resolved by a person──► Done, NotDone or Waived; UndoOpen ──► undone or not
 * </pre>
 */
public record ActState(Act act, Progress progress) {
  /** Rejects null. */
  public ActState {
    Objects.requireNonNull(act, "act");
    Objects.requireNonNull(progress, "progress");
  }

  /** How far an act is. */
  public sealed interface Progress {
    /** It was not tried. */
    record Ready() implements Progress {}

    /** It was intended; nothing is known of what came of it. */
    record Open(int attempt) implements Progress {}

    /** It happened. */
    record Done(int attempt, EffectResult result) implements Progress {}

    /** It certainly did not happen. */
    record NotDone(int attempt) implements Progress {}

    /** Whether it happened is not known. */
    record Doubtful(int attempt, String why) implements Progress {}

    /** A person has said that it is to be left as it is: neither tried again nor taken back. */
    record Waived(int attempt) implements Progress {}

    /** A part of its inverse was intended. */
    record UndoOpen(int part, int attempt) implements Progress {}

    /** This part of its inverse certainly did not happen. */
    record UndoNotDone(int part, int attempt) implements Progress {}

    /** The parts of its inverse up to this one happened. */
    record UndonePart(int part, int attempt) implements Progress {}
  }

  /** An act that was not tried. */
  static ActState ready(Act act) {
    return new ActState(act, new Progress.Ready());
  }

  /** The attempt that comes next, from 1. */
  public int nextAttempt() {
    return attempts() + 1;
  }

  /** How often it was tried. */
  public int attempts() {
    return switch (progress) {
      case Progress.Open open -> open.attempt();
      case Progress.NotDone notDone -> notDone.attempt();
      case Progress.Doubtful doubtful -> doubtful.attempt();
      case Progress.Done done -> done.attempt();
      case Progress.Waived waived -> waived.attempt();
      case Progress.Ready ignored -> 0;
      case Progress.UndoOpen ignored -> 0;
      case Progress.UndoNotDone ignored -> 0;
      case Progress.UndonePart ignored -> 0;
    };
  }

  /** Whether it happened, and was not taken back since. */
  public boolean isDone() {
    return progress instanceof Progress.Done;
  }

  /** Whether nothing is left to do for it: it happened, or a person has waived it. */
  public boolean isOver() {
    return isDone() || progress instanceof Progress.Waived;
  }

  /** Whether it happened or may have happened, and is not taken back. */
  public boolean mayHaveHappened() {
    return !(progress instanceof Progress.Ready || progress instanceof Progress.NotDone);
  }

  /** Whether it is not known what came of it. */
  public boolean isOpen() {
    return progress instanceof Progress.Open || progress instanceof Progress.Doubtful;
  }

  ActState with(Progress next) {
    return new ActState(act, next);
  }
}
