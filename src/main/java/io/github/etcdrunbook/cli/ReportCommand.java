package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.inventory.GroupName;
import io.github.etcdrunbook.inventory.Host;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.journal.Replay;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.report.Chronicle;
import io.github.etcdrunbook.report.ReportHtml;
import io.github.etcdrunbook.report.ReportJson;
import io.github.etcdrunbook.report.ReportMarkdown;
import io.github.etcdrunbook.world.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Writes down what happened in a run, for a ticket or for those who come later, from its plan and
 * its journal alone: no host is asked. Reads only; works while the run goes on.
 */
@Command(
    name = "report",
    description = "Write down what happened in a run, for a ticket.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<ExitCode> {
  /** The forms of a report. */
  enum Form {
    MD,
    HTML,
    JSON
  }

  private final RunDesk desk;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The newest if absent.")
  private String run;

  @Option(
      names = "--output",
      paramLabel = "FORM",
      description = "md (default), html: one page with a time line, or json.")
  private Form form = Form.MD;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "Write to this file instead, readable by you alone.")
  private Optional<Path> to = Optional.empty();

  ReportCommand(RunDesk desk) {
    this.desk = desk;
  }

  @Override
  public ExitCode call() throws Stop {
    RunId found = desk.find(Optional.ofNullable(run));
    Plan plan = desk.load(desk.folders().plan(found));
    Replay.Sound journal = new JournalReading(desk).sound(found);
    Chronicle chronicle =
        Chronicle.of(plan, journal.events(), serving(plan), desk.folders().folder(found));
    String text =
        switch (form) {
          case MD -> String.join("\n", ReportMarkdown.of(chronicle)) + "\n";
          case HTML -> ReportHtml.of(chronicle);
          case JSON -> ReportJson.of(chronicle) + "\n";
        };
    if (to.isPresent()) {
      write(to.get(), text);
    } else {
      desk.console().out().print(text);
      desk.console().out().flush();
    }
    return ExitCode.DONE;
  }

  private void write(Path file, String text) throws Stop {
    try {
      PrivateFile.write(file, text);
      desk.console().err().println("written: " + file);
    } catch (IOException e) {
      throw Stop.of(ExitCode.COMMAND_LINE, "the report cannot be written to " + file + ": " + e);
    }
  }

  /** Who serves, by the inventory in the plan; an inventory that is read no more tells nobody. */
  private static Chronicle.Serving serving(Plan plan) {
    try {
      Inventory inventory = RunSources.inventory(plan);
      return new Chronicle.Serving(
          names(inventory, GroupName.ETCD), names(inventory, GroupName.CONTROL_PLANE));
    } catch (Stop unreadable) {
      return new Chronicle.Serving(Set.of(), Set.of());
    }
  }

  private static Set<HostName> names(Inventory inventory, GroupName group) {
    return inventory.in(group).stream().map(Host::name).collect(Collectors.toUnmodifiableSet());
  }
}
