package io.github.etcdrunbook.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** The clock and the sleeper of a run. */
public record Timing(InstantSource clock, Sleeper sleeper) {
  /** Rejects null. */
  public Timing {
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(sleeper, "sleeper");
  }

  Instant now() {
    return clock.instant();
  }

  /** Sleeps; a thread that is interrupted returns early and keeps its mark. */
  void pause(Duration duration) {
    try {
      sleeper.sleep(duration);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
