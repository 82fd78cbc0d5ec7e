package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.StepId;
import java.util.Objects;
import java.util.Optional;

/**
 * A step and the host it runs for; without a host it runs once for the cluster. Steps are told
 * apart by this, never by position. Immutable.
 */
public record StepAt(StepId step, Optional<HostName> host) {
  /** Rejects null. */
  public StepAt {
    Objects.requireNonNull(step, "step");
    Objects.requireNonNull(host, "host");
  }

  /** The step that an effect belongs to. */
  public static StepAt of(EffectRef effect) {
    return new StepAt(effect.step(), effect.host());
  }

  /** Its effect with the index. */
  public EffectRef effect(int index) {
    return new EffectRef(step, host, index);
  }

  @Override
  public String toString() {
    return step + host.map(name -> "@" + name).orElse("");
  }
}
