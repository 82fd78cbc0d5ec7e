package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.snapshot.SnapshotFile;
import io.github.etcdrunbook.snapshot.SnapshotVerdict;
import io.github.etcdrunbook.world.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Verifies snapshot files: trailer, structure, contents. Every file is looked at, also after one
 * that is damaged.
 */
@Command(
    name = "verify",
    description = "Check that a snapshot is whole and tell what is in it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A copy of a member's database has no trailer: give --raw to accept that. Changed values then"
          + " go unseen."
    })
final class SnapshotVerifyCommand implements Callable<ExitCode> {
  private final Console console;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The snapshot files.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--raw", description = "Accept a copy of a database, which has no trailer.")
  private boolean raw;

  @Mixin private OutputOption output;

  SnapshotVerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public ExitCode call() {
    List<SnapshotVerdict> verdicts = new ArrayList<>();
    boolean allGood = true;
    for (Path file : files) {
      try {
        SnapshotVerdict verdict = SnapshotFile.verify(file, progress(file));
        verdicts.add(verdict);
        allGood &= accepted(verdict);
      } catch (IOException e) {
        console.err().println(file + ": cannot be read: " + e.getMessage());
        allGood = false;
      }
    }
    switch (output.format()) {
      case TEXT -> verdicts.forEach(verdict -> console.out().print(text(verdict)));
      case JSON -> console.out().println(VerdictJson.of(verdicts, this::accepted).toPrettyString());
      case JSONL -> VerdictJson.of(verdicts, this::accepted).forEach(console.out()::println);
    }
    return allGood ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private String text(SnapshotVerdict verdict) {
    return VerdictText.of(verdict, accepted(verdict));
  }

  private boolean accepted(SnapshotVerdict verdict) {
    return verdict.good() || (raw && verdict.goodWithoutTrailer());
  }

  private Progress progress(Path file) {
    return console.terminal().err()
        ? new ProgressLine(console.err(), "verify " + file)
        : Progress.none();
  }
}
