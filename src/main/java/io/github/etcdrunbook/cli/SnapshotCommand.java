package io.github.etcdrunbook.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Looks into snapshot files without etcd: the parent of its subcommands, which do the work. */
@Command(
    name = "snapshot",
    description = "Look into a snapshot file: verify, inspect, compare.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class SnapshotCommand implements Callable<ExitCode> {
  private final Console console;

  private SnapshotCommand(Console console) {
    this.console = console;
  }

  /** The command with its subcommands. */
  static CommandLine with(Console console) {
    return new CommandLine(new SnapshotCommand(console))
        .addSubcommand(new SnapshotVerifyCommand(console))
        .addSubcommand(new SnapshotInspectCommand(console))
        .addSubcommand(new SnapshotDiffCommand(console));
  }

  @Override
  public ExitCode call() {
    with(console).usage(console.err());
    return ExitCode.COMMAND_LINE;
  }
}
