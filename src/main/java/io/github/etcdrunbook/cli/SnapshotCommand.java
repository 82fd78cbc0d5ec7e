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
  private final RunDesk desk;

  private SnapshotCommand(RunDesk desk) {
    this.desk = desk;
  }

  /** The command with its subcommands. */
  static CommandLine with(RunDesk desk) {
    Console console = desk.console();
    return new CommandLine(new SnapshotCommand(desk))
        .addSubcommand(new SnapshotVerifyCommand(console))
        .addSubcommand(new SnapshotInspectCommand(console))
        .addSubcommand(new SnapshotDiffCommand(desk));
  }

  @Override
  public ExitCode call() {
    with(desk).usage(desk.console().err());
    return ExitCode.COMMAND_LINE;
  }
}
