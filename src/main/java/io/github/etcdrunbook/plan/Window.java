package io.github.etcdrunbook.plan;

import java.time.Instant;
import java.util.Objects;

/**
 * When a plan may be run, and who has to approve it. Part of the plan, and so of the hash by which
 * it is approved. Immutable.
 *
 * @param notBefore from when on
 * @param notAfter until when; nothing that would take longer begins before it
 * @param approver who says yes to exactly this plan
 */
public record Window(Instant notBefore, Instant notAfter, String approver) {
  /** Rejects null and a window that ends before it begins. */
  public Window {
    Objects.requireNonNull(notBefore, "notBefore");
    Objects.requireNonNull(notAfter, "notAfter");
    Objects.requireNonNull(approver, "approver");
    if (!notBefore.isBefore(notAfter)) {
      throw new IllegalArgumentException("a window ends after it begins");
    }
  }

  /** Whether a run may begin now. */
  public boolean holds(Instant now) {
    return !now.isBefore(notBefore) && now.isBefore(notAfter);
  }
}
