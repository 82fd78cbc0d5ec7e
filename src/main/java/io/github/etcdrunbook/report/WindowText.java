package io.github.etcdrunbook.report;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.Window;
import io.github.etcdrunbook.run.Disruption;
import io.github.etcdrunbook.run.Pace;
import io.github.etcdrunbook.world.EffectText;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A maintenance window in words, and whether a plan fits it. Pure. */
public final class WindowText {
  private WindowText() {}

  /** The window in one line. */
  public static String of(Window window) {
    return ReportFacts.day(window.notBefore())
        + " to "
        + ReportFacts.day(window.notAfter())
        + " UTC, to be approved by "
        + Style.harmless(window.approver());
  }

  /** How long the plan will take, and its longest part that must not be interrupted. */
  public static List<String> estimate(Plan plan, Pace pace) {
    List<String> lines = new ArrayList<>();
    boolean known = pace.knows(plan.steps());
    lines.add(
        "Takes up to "
            + rough(pace.of(plan.steps()))
            + (known
                ? ", half as long again as the longest of earlier runs (" + pace.runs() + ")."
                : " by the limits of its waits; earlier runs of this playbook would tell better."));
    longest(plan, pace)
        .ifPresent(
            stretch ->
                lines.add(
                    "Out of service from "
                        + stretch.getFirst().at().step()
                        + " to "
                        + stretch.getLast().at().step()
                        + ", for up to "
                        + rough(pace.of(stretch))
                        + "; the run does not pause in between."));
    return lines;
  }

  /** Why the plan cannot fit its window, if earlier runs say so. */
  public static Optional<String> misfit(Plan plan, Window window, Pace pace) {
    Duration length = Duration.between(window.notBefore(), window.notAfter());
    return longest(plan, pace)
        .filter(stretch -> pace.of(stretch).compareTo(length) > 0)
        .map(
            stretch ->
                "the window is "
                    + rough(length)
                    + " long, and from "
                    + stretch.getFirst().at().step()
                    + " to "
                    + stretch.getLast().at().step()
                    + " something is out of service for up to "
                    + rough(pace.of(stretch))
                    + (pace.knows(stretch) ? " by earlier runs" : " by the limits of its waits"));
  }

  private static Optional<List<PlannedStep>> longest(Plan plan, Pace pace) {
    return Disruption.of(plan).stream().max((one, two) -> pace.of(one).compareTo(pace.of(two)));
  }

  private static String rough(Duration length) {
    return EffectText.of(length.plusMillis(999).truncatedTo(ChronoUnit.SECONDS));
  }
}
