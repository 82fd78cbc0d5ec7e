package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Window;
import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.report.WindowText;
import io.github.etcdrunbook.world.EffectText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Demands that a plan with a maintenance window is run inside it, and that it is the one that was
 * approved: its hash must be the approver's, and no other plan passes.
 */
final class Approval {
  private static final int LETTERS_MIN = 12;

  private final RunDesk desk;
  private final String given;

  /** {@code given} is the approved hash, or its beginning; empty when none was given. */
  Approval(RunDesk desk, String given) {
    this.desk = desk;
    this.given = given.strip().toLowerCase(Locale.ROOT);
  }

  void demand(Plan plan, Window window) throws Stop {
    Instant now = desk.clock().instant();
    if (!window.holds(now)) {
      boolean early = now.isBefore(window.notBefore());
      Duration off =
          early
              ? Duration.between(now, window.notBefore())
              : Duration.between(window.notAfter(), now);
      throw Stop.of(
          ExitCode.OUTSIDE_WINDOW,
          "The maintenance window "
              + (early ? "begins in " : "ended ")
              + EffectText.of(off.truncatedTo(ChronoUnit.SECONDS))
              + (early ? ": " : " ago: ")
              + WindowText.of(window)
              + ". Nothing was changed.");
    }
    String fingerprint = desk.fingerprint(plan).hexadecimal();
    String approver = Style.harmless(window.approver());
    if (given.isEmpty()) {
      throw Stop.of(
          ExitCode.PAUSED,
          "This plan has to be approved by "
              + approver
              + "; nothing was changed. With the hash that was approved:\n"
              + "  etcd-runbook run --plan "
              + desk.folders().plan(plan.id())
              + " --approved HASH");
    }
    if (given.length() < LETTERS_MIN || !fingerprint.startsWith(given)) {
      throw Stop.of(
          ExitCode.PLAN_STALE,
          "Refused: this is not the plan that "
              + approver
              + " approved, its hash is "
              + fingerprint
              + ". Nothing was changed.");
    }
  }
}
