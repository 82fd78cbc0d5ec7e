package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.report.PlaybookText;
import io.github.etcdrunbook.report.Style;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows a playbook without planning it. Reads only files. */
@Command(
    name = "show",
    description = "Show what a playbook is for, asks for, does and refuses.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<ExitCode> {
  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "PLAYBOOK",
      description = "A file, or the name of one that ships.")
  private String playbook;

  ShowCommand(Console console) {
    this.console = console;
  }

  @Override
  public ExitCode call() throws Stop {
    Style style = new Style(console.colours());
    PlaybookText.of(RunSources.playbook(playbook), style, console.terminal().columns())
        .forEach(console.out()::println);
    return ExitCode.DONE;
  }
}
