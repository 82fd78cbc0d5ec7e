package io.github.etcdrunbook.report;

import io.github.etcdrunbook.plan.StepAt;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One line of a display: a step on a host, since when, and what it is at. Immutable.
 *
 * @param at the step and its host
 * @param since when it began
 * @param doing what it is at now
 * @param transfer how far a transfer is, if one runs
 */
record StepRow(StepAt at, Instant since, String doing, Optional<Transfer> transfer) {
  StepRow {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(doing, "doing");
    Objects.requireNonNull(transfer, "transfer");
  }

  /** Bytes done of a total, which is 0 when it is not known. */
  record Transfer(long done, long total) {
    String text() {
      if (total <= 0) {
        return Style.bytes(done);
      }
      int width = 20;
      int full = (int) Math.min(width, done * width / total);
      return "["
          + "#".repeat(full)
          + " ".repeat(width - full)
          + "] "
          + Style.bytes(done)
          + " of "
          + Style.bytes(total);
    }
  }

  StepRow doing(String what) {
    return new StepRow(at, since, what, Optional.empty());
  }

  StepRow transferred(long done, long total) {
    return new StepRow(at, since, doing, Optional.of(new Transfer(done, total)));
  }

  Duration elapsed(Instant now) {
    return Duration.between(since, now);
  }
}
