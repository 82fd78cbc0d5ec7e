package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.inventory.InventoryYaml;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints an inventory of Ansible as one of ours. Reads one file. */
@Command(
    name = "import",
    description = "Print an inventory of Ansible as one of this program.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Ansible's inventories are read as they are; this is for going on without Ansible. Only what"
          + " says how hosts are reached and how etcd runs is taken over."
    })
final class InventoryImportCommand implements Callable<ExitCode> {
  private static final Pattern OURS = Pattern.compile("(?m)^kind:\\s*Inventory\\b");

  private final Console console;

  @Parameters(index = "0", paramLabel = "FILE", description = "The inventory, YAML or INI.")
  private String file;

  InventoryImportCommand(Console console) {
    this.console = console;
  }

  @Override
  public ExitCode call() throws Stop {
    Inventory read = RunSources.inventory(file);
    if (OURS.matcher(read.source().text()).find()) {
      throw Stop.of(ExitCode.REFUSED, file + " is an inventory of this program already");
    }
    console.out().println("# Made of " + file + " by `etcd-runbook inventory import`.");
    console.out().print(InventoryYaml.of(read));
    return ExitCode.DONE;
  }
}
