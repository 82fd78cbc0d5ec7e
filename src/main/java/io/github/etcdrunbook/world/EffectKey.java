package io.github.etcdrunbook.world;

import java.util.Objects;

/**
 * The name under which an attempt at an effect is recorded on the host: run, effect and attempt,
 * the attempt from 1. An undo has the effect's own reference and {@code undo} set. Immutable.
 */
public record EffectKey(RunId run, EffectRef effect, Phase phase, int attempt) {
  /** Whether the effect itself or a part of its undo is meant. */
  public enum Phase {
    /** The effect. */
    FORWARD,
    /** Its undo. */
    UNDO
  }

  /** Rejects null and attempts below 1. */
  public EffectKey {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(effect, "effect");
    Objects.requireNonNull(phase, "phase");
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt: " + attempt);
    }
  }

  /** A form that is safe as a path below the run's folder: step/host/index/attempt. */
  public String path() {
    return effect.step()
        + "/"
        + effect.host().map(Object::toString).orElse("_")
        + "/"
        + (phase == Phase.UNDO ? "undo-" : "")
        + effect.index()
        + "/"
        + attempt;
  }

  @Override
  public String toString() {
    return run + "/" + path();
  }
}
