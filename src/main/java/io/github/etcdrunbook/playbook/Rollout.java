package io.github.etcdrunbook.playbook;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a step or group goes over hosts. Immutable.
 *
 * @param batch how many hosts at once; without it, all
 * @param order the order, worked out anew before each batch
 * @param between what must hold before the next batch
 * @param pause how long is waited between batches
 * @param maxFailures how many hosts may fail before no further batch starts
 */
public record Rollout(
    Optional<Integer> batch, Order order, Between between, Duration pause, int maxFailures) {
  /** The order of hosts. */
  public enum Order {
    /** As the inventory has them. */
    INVENTORY,
    /** The host that leads now comes last, in a batch of its own. */
    LEADER_LAST,
    /** The host that leads now comes first, in a batch of its own. */
    LEADER_FIRST
  }

  /** What must hold between batches. */
  public sealed interface Between {
    /** Nothing. */
    record Nothing() implements Between {}

    /** A linearizable read is answered. */
    record Quorum() implements Between {}

    /** A condition. */
    record Holds(Check check) implements Between {
      /** Rejects null. */
      public Holds {
        Objects.requireNonNull(check, "check");
      }
    }
  }

  /** Rejects null, empty batches and negative counts. */
  public Rollout {
    Objects.requireNonNull(batch, "batch");
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(between, "between");
    Objects.requireNonNull(pause, "pause");
    if (batch.isPresent() && batch.get() < 1) {
      throw new IllegalArgumentException("batch: " + batch.get());
    }
    if (maxFailures < 0) {
      throw new IllegalArgumentException("maxFailures: " + maxFailures);
    }
  }

  /** All hosts at once. */
  public static Rollout together() {
    return new Rollout(Optional.empty(), Order.INVENTORY, new Between.Nothing(), Duration.ZERO, 0);
  }
}
