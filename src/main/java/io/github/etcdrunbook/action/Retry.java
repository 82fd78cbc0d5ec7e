package io.github.etcdrunbook.action;

import io.github.etcdrunbook.world.FailureKind;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * Which failures of an effect are waited out: named kinds only, every so often, within a time. Only
 * an effect that certainly did not happen is tried again. Immutable.
 */
public record Retry(Set<FailureKind> on, Duration every, Duration within) {
  /** Rejects null and copies the kinds. */
  public Retry {
    on = Set.copyOf(on);
    Objects.requireNonNull(every, "every");
    Objects.requireNonNull(within, "within");
  }

  /** No failure is waited out. */
  public static Retry never() {
    return new Retry(Set.of(), Duration.ZERO, Duration.ZERO);
  }
}
