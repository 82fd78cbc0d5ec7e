package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.cli.world.RealWorld;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlanFinding;
import io.github.etcdrunbook.plan.Planner;
import io.github.etcdrunbook.plan.Planning;
import io.github.etcdrunbook.plan.Window;
import io.github.etcdrunbook.report.LockText;
import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.world.LockOwner;
import io.github.etcdrunbook.world.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a plan: reads the world, changes nothing. */
final class PlanMaking {
  private static final Duration VALID = Duration.ofHours(8);

  private final RunDesk desk;
  private final OutputFormat format;

  PlanMaking(RunDesk desk) {
    this(desk, OutputFormat.TEXT);
  }

  /** A program that asked for JSON gets what was found even when there is no plan. */
  PlanMaking(RunDesk desk, OutputFormat format) {
    this.desk = desk;
    this.format = format;
  }

  /** Plans; a playbook that cannot be planned stops with what was found. */
  Plan make(Prepared prepared, String change) throws Stop {
    return make(prepared, change, Optional.empty());
  }

  /** Plans for a maintenance window: such a plan expires with it. */
  Plan make(Prepared prepared, String change, Optional<Window> window) throws Stop {
    RunId run = desk.draw();
    Instant now = desk.clock().instant();
    Optional<String> number = Optional.of(change).filter(text -> !text.isEmpty());
    Plan.Made made =
        new Plan.Made(
            now,
            window.map(Window::notAfter).orElse(now.plus(VALID)),
            desk.operator(),
            number,
            prepared.playbook().heading().name(),
            prepared.inventory().cluster(),
            window);
    try (RealWorld world = desk.world(prepared.inventory())) {
      Planner planner =
          new Planner(prepared.playbook(), desk.scope(prepared, run, now, number), world);
      Planning planning = planner.plan(made, prepared.frozen());
      if (!(planning instanceof Planning.Ready ready)) {
        Planning.Rejected rejected = (Planning.Rejected) planning;
        if (format != OutputFormat.TEXT) {
          desk.console().out().println(desk.codec().write(rejected, Planning.class));
        }
        throw rejection(rejected);
      }
      tellLocks(LockSight.of(desk, prepared.inventory(), world).held());
      return ready.plan();
    }
  }

  /** A plan is made in spite of locks; whoever runs it will be refused as long as they are held. */
  private void tellLocks(Map<String, LockOwner> held) {
    held.forEach(
        (place, owner) ->
            desk.console()
                .err()
                .println("note: locked: " + LockText.line(place, owner, desk.clock().instant())));
  }

  private Stop rejection(Planning.Rejected rejected) {
    List<String> lines = new ArrayList<>(List.of("No plan; nothing was changed."));
    for (PlanFinding finding : rejected.findings()) {
      lines.add("  " + finding.at() + "  (" + finding.range() + ")");
      finding.what().lines().forEach(line -> lines.add("    " + Style.harmless(line)));
      finding.hint().lines().forEach(line -> lines.add("    hint: " + Style.harmless(line)));
    }
    PlanFinding.Kind worst = rejected.findings().getFirst().kind();
    return new Stop(
        switch (worst) {
          case WRONG -> ExitCode.WRONG_FILES;
          case REFUSED -> ExitCode.REFUSED;
          case UNREACHABLE -> ExitCode.UNREACHABLE;
        },
        lines);
  }
}
