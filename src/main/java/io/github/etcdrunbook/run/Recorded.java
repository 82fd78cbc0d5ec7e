package io.github.etcdrunbook.run;

import java.time.Instant;
import java.util.Objects;

/** An event as the journal has it: its number from 1, and when it was written. Immutable. */
public record Recorded(long number, Instant at, RunEvent event) {
  /** Rejects null. */
  public Recorded {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(event, "event");
  }
}
