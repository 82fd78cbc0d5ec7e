package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.report.PlanText;
import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.world.LockPlace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Plans, shows the plan, asks, and performs it; with {@code --plan} performs exactly that saved
 * plan, once. The first of the five files on the path through the program.
 */
@Command(
    name = "run",
    description = "Plan, show, ask, and perform a playbook.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<ExitCode> {
  private final RunDesk desk;
  @Mixin private PlanOptions options;
  @Mixin private OutputOption output;

  @Option(names = "--dry-run", description = "The same as `plan`.")
  private boolean dryRun;

  @Option(names = "--plan", paramLabel = "FILE", description = "Perform exactly this saved plan.")
  private Path saved;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask whether the plan shall be performed; gates ask all the same.")
  private boolean yes;

  @Mixin private DeferredAnswers deferred;

  @Option(
      names = "--confirm",
      paramLabel = "STEP=PHRASE",
      description = "Answer a gate beforehand. Repeatable.")
  private Map<String, String> confirmed = new LinkedHashMap<>();

  @Option(
      names = "--approved",
      paramLabel = "HASH",
      description = "The fingerprint of the plan that its approver said yes to.")
  private String approved = "";

  RunCommand(RunDesk desk) {
    this.desk = desk;
  }

  @Override
  public ExitCode call() throws Stop {
    Optional<Plan> approved = saved == null ? Optional.empty() : Optional.of(desk.load(saved));
    Prepared prepared =
        approved.isPresent() ? RunSources.read(approved.get()) : RunSources.read(options);
    Optional<ExitCode> inside = LabEntry.enter(prepared.inventory());
    if (inside.isPresent()) {
      return inside.get();
    }
    if (approved.isPresent()) {
      demandUsable(approved.get());
      desk.save(approved.get());
      return conduct(prepared, approved.get()).run(LockPlace.Reentry.SAME_MACHINE);
    }
    return planAndRun(prepared);
  }

  private void demandUsable(Plan plan) throws Stop {
    if (plan.made().window().isPresent()) {
      new Approval(desk, approved).demand(plan, plan.made().window().get());
    }
    if (desk.clock().instant().isAfter(plan.made().expires())) {
      throw Stop.of(
          ExitCode.PLAN_STALE, "the plan expired at " + plan.made().expires() + ": plan again");
    }
    Resumable.demandNew(plan.id(), new JournalReading(desk).sound(plan.id()).state());
  }

  private ExitCode planAndRun(Prepared prepared) throws Stop {
    Plan plan = new PlanMaking(desk).make(prepared, options.change());
    desk.save(plan);
    Console console = desk.console();
    if (output.format() == OutputFormat.TEXT) {
      PlanText.of(plan, new Style(console.colours())).forEach(console.out()::println);
    }
    if (dryRun) {
      console.err().println("saved: " + desk.folders().plan(plan.id()));
      return ExitCode.DONE;
    }
    if (plan.changes() && !yes) {
      new Consent(
              "Perform this plan on " + plan.made().cluster() + "?",
              "Not performed; nothing was changed.",
              "etcd-runbook run --plan " + desk.folders().plan(plan.id()))
          .demand(desk);
    }
    return conduct(prepared, plan).run(LockPlace.Reentry.SAME_MACHINE);
  }

  private Conduct conduct(Prepared prepared, Plan plan) {
    return new Conduct(desk, prepared, plan, deferred.in(plan, confirmed), output.format());
  }
}
