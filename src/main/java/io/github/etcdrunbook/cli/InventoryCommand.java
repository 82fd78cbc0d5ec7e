package io.github.etcdrunbook.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Inventories: the parent of its subcommands, which do the work. */
@Command(
    name = "inventory",
    description = "Show an inventory, or make one: of Ansible's, of a host.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class InventoryCommand implements Callable<ExitCode> {
  private final RunDesk desk;

  private InventoryCommand(RunDesk desk) {
    this.desk = desk;
  }

  /** The command with its subcommands. */
  static CommandLine with(RunDesk desk) {
    return new CommandLine(new InventoryCommand(desk))
        .addSubcommand(new InventoryShowCommand(desk))
        .addSubcommand(new InventoryDiscoverCommand(desk))
        .addSubcommand(new InventoryImportCommand(desk.console()));
  }

  @Override
  public ExitCode call() {
    with(desk).usage(desk.console().err());
    return ExitCode.COMMAND_LINE;
  }
}
