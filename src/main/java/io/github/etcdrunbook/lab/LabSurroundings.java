package io.github.etcdrunbook.lab;

import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * What a lab takes from the process that it runs in.
 *
 * @param clock for certificates and deadlines
 * @param sleeper how to wait
 * @param environment the environment variables
 */
public record LabSurroundings(Clock clock, Sleeper sleeper, Map<String, String> environment) {
  /** Waits for a time. */
  public interface Sleeper {
    /** Returns when the time has passed. */
    void sleep(Duration time) throws InterruptedException;
  }

  /** Rejects null. */
  public LabSurroundings {
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(sleeper, "sleeper");
    environment = Map.copyOf(environment);
  }

  void sleep(Duration time) throws InterruptedIOException {
    try {
      sleeper.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
