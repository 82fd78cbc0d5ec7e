package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.report.Standing;
import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.report.UndoText;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.run.UndoReach;
import io.github.etcdrunbook.world.StepId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a run has done, asks, and takes it back by its recorded inverses. */
@Command(
    name = "undo",
    description = "Take back what a run has done.",
    mixinStandardHelpOptions = true)
final class UndoCommand implements Callable<ExitCode> {
  private final RunDesk desk;
  @Mixin private OutputOption output;
  @Mixin private RunChoice choice;

  @Option(
      names = "--to",
      paramLabel = "STEP",
      description =
          "Take back only what came after this step or group. `undo` goes on from there, `resume`"
              + " does not.")
  private String to = "";

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask whether it shall be taken back.")
  private boolean yes;

  UndoCommand(RunDesk desk) {
    this.desk = desk;
  }

  @Override
  public ExitCode call() throws Stop {
    return choice.with(
        desk,
        Takeover.Purpose.UNDO,
        chosen -> {
          UndoReach reach = reach(chosen.prepared().playbook());
          showAndAsk(chosen.plan(), reach);
          return new Conduct(
                  desk,
                  chosen.prepared(),
                  chosen.plan(),
                  new Conduct.Terms(choice.confirmed(), output.format(), Optional.empty()))
              .undo(chosen.reentry(), reach);
        });
  }

  private UndoReach reach(Playbook playbook) throws Stop {
    if (to.isEmpty()) {
      return UndoReach.all();
    }
    String entries =
        UndoReach.entries(playbook).stream().map(StepId::text).collect(Collectors.joining(", "));
    return Optional.of(to)
        .filter(StepId::isValid)
        .flatMap(step -> UndoReach.to(new StepId(step), playbook))
        .orElseThrow(
            () ->
                Stop.of(
                    ExitCode.COMMAND_LINE,
                    "`"
                        + to
                        + "` is no step or group to go back to; a step of a group is not, the"
                        + " group is: "
                        + entries));
  }

  /** Past the point of no return there is nothing to ask: the undo is refused. */
  private void showAndAsk(Plan plan, UndoReach reach) throws Stop {
    Console console = desk.console();
    RunState state = new JournalReading(desk).sound(plan.id()).state();
    if (state.stage() == RunState.Stage.NEW || state.stage() == RunState.Stage.UNDONE) {
      throw Stop.of(ExitCode.DONE, "Nothing to take back: " + Standing.words(state) + ".");
    }
    if (state.marks().noReturn().isPresent()) {
      return;
    }
    List<String> lines = UndoText.of(state, reach, new Style(console.colours()));
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
    reach
        .to()
        .ifPresent(step -> console.err().println("  = " + step + " and what came before it stays"));
    if (!yes) {
      new Consent(
              "Take this back on " + plan.made().cluster() + "?",
              "Not performed; nothing was taken back.",
              "etcd-runbook undo --yes "
                  + reach.to().map(step -> "--to " + step + " ").orElse("")
                  + plan.id())
          .demand(desk);
    }
  }
}
