package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.Objects;
import java.util.Optional;

/**
 * Names one effect of a run: the step, the host the step runs for (none for a step of the whole
 * cluster) and the effect's index among the step's acts, from 0. Steps are compared by this, never
 * by position. Immutable.
 */
public record EffectRef(StepId step, Optional<HostName> host, int index) {
  /** Rejects negative indexes. */
  public EffectRef {
    Objects.requireNonNull(step, "step");
    Objects.requireNonNull(host, "host");
    if (index < 0) {
      throw new IllegalArgumentException("index: " + index);
    }
  }

  @Override
  public String toString() {
    return step + host.map(name -> "@" + name).orElse("") + "#" + index;
  }
}
