package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.journal.Replay;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.report.StatusText;
import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.world.RunId;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows where a run stands, from its plan and journal alone, also while it goes on. Reads only. */
@Command(
    name = "status",
    description = "Show where a run stands and what can be done now.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<ExitCode> {
  private final RunDesk desk;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The newest if absent.")
  private String run;

  StatusCommand(RunDesk desk) {
    this.desk = desk;
  }

  @Override
  public ExitCode call() throws Stop {
    RunId found = desk.find(Optional.ofNullable(run));
    Plan plan = desk.load(desk.folders().plan(found));
    Replay.Sound journal = new JournalReading(desk).sound(found);
    Console console = desk.console();
    StatusText.of(
            plan, journal.events(), desk.folders().folder(found), new Style(console.colours()))
        .forEach(console.out()::println);
    return ExitCode.DONE;
  }
}
