package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Window;
import io.github.etcdrunbook.report.PlanText;
import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.report.WindowText;
import io.github.etcdrunbook.run.Pace;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows and saves what a run would do. Reads only. */
@Command(
    name = "plan",
    description = "Show and save what a run would do; change nothing.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<ExitCode> {
  private final RunDesk desk;
  @Mixin private PlanOptions options;
  @Mixin private WindowOptions window;
  @Mixin private OutputOption output;

  PlanCommand(RunDesk desk) {
    this.desk = desk;
  }

  @Override
  public ExitCode call() throws Stop {
    Optional<Window> asked = window.window();
    Prepared prepared = RunSources.read(options);
    Optional<ExitCode> inside = LabEntry.enter(prepared.inventory());
    return inside.isPresent() ? inside.get() : plan(prepared, asked);
  }

  private ExitCode plan(Prepared prepared, Optional<Window> asked) throws Stop {
    Plan plan = new PlanMaking(desk, output.format()).make(prepared, options.change(), asked);
    Pace pace = new EarlierRuns(desk).pace(plan, prepared.playbook());
    Optional<String> misfit = asked.flatMap(one -> WindowText.misfit(plan, one, pace));
    if (misfit.isPresent()) {
      throw new Stop(
          ExitCode.REFUSED,
          List.of("No plan: " + misfit.get() + ".", "hint: take a longer window"));
    }
    String fingerprint = desk.save(plan).hexadecimal();
    Console console = desk.console();
    if (output.format() == OutputFormat.TEXT) {
      PlanText.of(plan, new Style(console.colours())).forEach(console.out()::println);
      if (plan.changes()) {
        WindowText.estimate(plan, pace).forEach(console.out()::println);
      }
      console.err().println("saved: " + desk.folders().plan(plan.id()));
      console
          .err()
          .println(
              asked.map(one -> "for " + Style.harmless(one.approver()) + " to approve: ").orElse("")
                  + "fingerprint: "
                  + fingerprint);
      console
          .err()
          .println(
              "run it: etcd-runbook run --plan "
                  + desk.folders().plan(plan.id())
                  + asked.map(one -> " --approved " + fingerprint).orElse(""));
    } else {
      console.out().println(desk.codec().write(plan, Plan.class));
    }
    return ExitCode.DONE;
  }
}
