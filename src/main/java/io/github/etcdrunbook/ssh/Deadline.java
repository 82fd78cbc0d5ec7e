package io.github.etcdrunbook.ssh;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A point in time up to which a call may wait, on the monotonic clock. Immutable. */
final class Deadline {
  private final Duration limit;
  private final long end;

  private Deadline(Duration limit) {
    this.limit = limit;
    this.end = System.nanoTime() + limit.toNanos();
  }

  static Deadline after(Duration limit) {
    return new Deadline(limit);
  }

  Duration limit() {
    return limit;
  }

  boolean isPast() {
    return remaining().isZero();
  }

  /** What is left, never negative. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** What is left in whole milliseconds, for calls which read 0 as "for ever": at least 1. */
  int remainingMillis() {
    return Math.clamp(remaining().toMillis(), 1, Integer.MAX_VALUE);
  }

  /** The nearer of this deadline and one that far from now. */
  Deadline atMost(Duration other) {
    return remaining().compareTo(other) <= 0 ? this : after(other);
  }

  /** Waits for the latch; false when the deadline came first. */
  boolean await(CountDownLatch latch) throws InterruptedException {
    return latch.await(remaining().toNanos(), TimeUnit.NANOSECONDS);
  }
}
