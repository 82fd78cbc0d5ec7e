package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.snapshot.SnapshotComparison;
import io.github.etcdrunbook.snapshot.SnapshotDifference;
import io.github.etcdrunbook.world.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two snapshots: what a restore of the first would undo of what the second holds. */
@Command(
    name = "diff",
    description = "Compare a snapshot with a later one: what would a restore undo?",
    mixinStandardHelpOptions = true)
final class SnapshotDiffCommand implements Callable<ExitCode> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "FILE", description = "The snapshot to restore.")
  private Path earlier = Path.of("");

  @Parameters(index = "1", paramLabel = "LATER", description = "A later snapshot.")
  private Path later = Path.of("");

  @Option(names = "--output", paramLabel = "FORM", description = "text (default) or json.")
  private OutputForm output = OutputForm.TEXT;

  SnapshotDiffCommand(Console console) {
    this.console = console;
  }

  @Override
  public ExitCode call() {
    try {
      SnapshotDifference difference =
          SnapshotComparison.with(earlier, progress(earlier)).against(later, progress(later));
      switch (output) {
        case TEXT -> console.out().print(DifferenceText.of(difference));
        case JSON -> console.out().println(DifferenceJson.of(difference));
      }
      difference.offences().stream()
          .limit(10)
          .forEach(offence -> console.err().println("damaged " + offence));
      return difference.offences().isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
    } catch (IOException e) {
      console.err().println("cannot be read: " + e.getMessage());
      return ExitCode.REFUSED;
    }
  }

  private Progress progress(Path file) {
    return console.terminal().err()
        ? new ProgressLine(console.err(), "read " + file)
        : Progress.none();
  }
}
