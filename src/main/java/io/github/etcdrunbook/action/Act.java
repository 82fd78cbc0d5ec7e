package io.github.etcdrunbook.action;

import io.github.etcdrunbook.world.Effect;
import java.time.Duration;
import java.util.Objects;

/**
 * An effect with its undo, its retry and its limit in time.
 *
 * @param effect what changes
 * @param undo how it is taken back, worked out before it is made
 * @param retry the failures that are waited out
 * @param limit the effect ends by then, done or not
 */
public record Act(Effect effect, Undo undo, Retry retry, Duration limit) {
  /** Rejects null. */
  public Act {
    Objects.requireNonNull(effect, "effect");
    Objects.requireNonNull(undo, "undo");
    Objects.requireNonNull(retry, "retry");
    Objects.requireNonNull(limit, "limit");
  }

  /** An act without retry. */
  public static Act of(Effect effect, Undo undo, Duration limit) {
    return new Act(effect, undo, Retry.never(), limit);
  }

  /** A wait: its own limit bounds it, and there is nothing to undo. */
  public static Act await(Effect.Await wait) {
    return of(wait, new Undo.NotNeeded("waiting changes nothing"), wait.limit());
  }
}
