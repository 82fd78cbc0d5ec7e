package io.github.etcdrunbook.etcd;

import java.time.Duration;

/**
 * How long each kind of call may take. The server itself gives up a request without quorum after 5
 * s plus two election timeouts, so a shorter {@code call} answers sooner and a longer one never
 * helps. Immutable.
 *
 * @param call every short call
 * @param compaction a compaction that waits for its physical end
 * @param defragmentation a defragmentation; the server goes on with it when the client gives up
 * @param silence the longest pause between two pieces of a snapshot
 * @param snapshot a whole snapshot
 */
public record CallLimits(
    Duration call,
    Duration compaction,
    Duration defragmentation,
    Duration silence,
    Duration snapshot) {
  /** Rejects limits that leave no time at all. */
  public CallLimits {
    for (Duration limit : new Duration[] {call, compaction, defragmentation, silence, snapshot}) {
      if (limit.isNegative() || limit.isZero()) {
        throw new IllegalArgumentException("a limit must be positive: " + limit);
      }
    }
  }

  /** Limits for a cluster in trouble: short calls, patient maintenance. */
  public static CallLimits standard() {
    return new CallLimits(
        Duration.ofSeconds(5),
        Duration.ofMinutes(2),
        Duration.ofMinutes(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(30));
  }

  /** The same, with another limit for compactions. */
  CallLimits withCompaction(Duration limit) {
    return new CallLimits(call, limit, defragmentation, silence, snapshot);
  }

  /** The same, with another limit for short calls. */
  public CallLimits withCall(Duration limit) {
    return new CallLimits(limit, compaction, defragmentation, silence, snapshot);
  }
}
