package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.report.Standing;
import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.report.UndoText;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.world.RunId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a run has done, asks, and takes it back by its recorded inverses. */
@Command(
    name = "undo",
    description = "Take back what a run has done.",
    mixinStandardHelpOptions = true)
final class UndoCommand implements Callable<ExitCode> {
  private final RunDesk desk;
  @Mixin private OutputOption output;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The newest if absent.")
  private String run;

  @Option(
      names = "--confirm",
      paramLabel = "STEP=PHRASE",
      description = "Answer a gate beforehand. Repeatable.")
  private Map<String, String> confirmed = new LinkedHashMap<>();

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask whether it shall be taken back.")
  private boolean yes;

  UndoCommand(RunDesk desk) {
    this.desk = desk;
  }

  @Override
  public ExitCode call() throws Stop {
    RunId found = desk.find(Optional.ofNullable(run));
    Plan plan = desk.load(desk.folders().plan(found));
    Prepared prepared = RunSources.read(plan);
    Optional<ExitCode> inside = LabEntry.enter(prepared.inventory());
    if (inside.isPresent()) {
      return inside.get();
    }
    showAndAsk(plan);
    return new Conduct(desk, prepared, plan, confirmed, output.format()).undo();
  }

  /** Past the point of no return there is nothing to ask: the undo is refused. */
  private void showAndAsk(Plan plan) throws Stop {
    Console console = desk.console();
    RunState state = new JournalReading(desk).sound(plan.id()).state();
    if (state.stage() == RunState.Stage.NEW || state.stage() == RunState.Stage.UNDONE) {
      throw Stop.of(ExitCode.DONE, "Nothing to take back: " + Standing.words(state) + ".");
    }
    if (state.marks().noReturn().isPresent()) {
      return;
    }
    List<String> lines = UndoText.of(state, new Style(console.colours()));
    if (lines.isEmpty()) {
      return;
    }
    console
        .err()
        .println(
            "Takes back, in this order, of "
                + plan.made().playbook()
                + " on "
                + plan.made().cluster()
                + ":");
    lines.forEach(console.err()::println);
    if (!yes) {
      new Consent(
              "Take this back on " + plan.made().cluster() + "?",
              "Not performed; nothing was taken back.",
              "etcd-runbook undo --yes " + plan.id())
          .demand(desk);
    }
  }
}
