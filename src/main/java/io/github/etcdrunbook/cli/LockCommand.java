package io.github.etcdrunbook.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Locks of runs: the parent of its subcommands, which do the work. */
@Command(
    name = "lock",
    description = "List the locks of a cluster, or release one by hand.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class LockCommand implements Callable<ExitCode> {
  private final RunDesk desk;

  private LockCommand(RunDesk desk) {
    this.desk = desk;
  }

  /** The command with its subcommands. */
  static CommandLine with(RunDesk desk) {
    return new CommandLine(new LockCommand(desk))
        .addSubcommand(new LockListCommand(desk))
        .addSubcommand(new LockReleaseCommand(desk));
  }

  @Override
  public ExitCode call() {
    with(desk).usage(desk.console().err());
    return ExitCode.COMMAND_LINE;
  }
}
