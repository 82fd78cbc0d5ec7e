package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.report.PlaybookText;
import io.github.etcdrunbook.report.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Lists the shipped playbooks by what they are for, with title and risk. Reads only files. */
@Command(
    name = "list",
    description = "List the playbooks that ship with the program.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<ExitCode> {
  private final Console console;

  ListCommand(Console console) {
    this.console = console;
  }

  @Override
  public ExitCode call() throws Stop {
    Path folder =
        ShippedFiles.playbooks()
            .orElseThrow(
                () -> Stop.of(ExitCode.COMMAND_LINE, "the shipped playbooks are not there"));
    List<Playbook> playbooks = new ArrayList<>();
    for (Path file : files(folder)) {
      playbooks.add(RunSources.playbook(file.toString()));
    }
    Style style = new Style(console.colours());
    PlaybookText.list(playbooks, style, console.terminal().columns())
        .forEach(console.out()::println);
    return ExitCode.DONE;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
