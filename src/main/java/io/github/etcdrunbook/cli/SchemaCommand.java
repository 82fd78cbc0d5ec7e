package io.github.etcdrunbook.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.actions.Catalog;
import io.github.etcdrunbook.inventory.InventorySchema;
import io.github.etcdrunbook.playbook.PlaybookSchema;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the JSON schema of a file format, for editors. Reads nothing. */
@Command(
    name = "schema",
    description = "Print the JSON schema of playbooks or inventories.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "For an editor: save it, and begin a file with the line",
      "  # yaml-language-server: $$schema=playbook.json",
      "It knows the structure; `etcd-runbook validate` checks everything."
    })
final class SchemaCommand implements Callable<ExitCode> {
  /** What there is a schema of. */
  enum Format {
    PLAYBOOK,
    INVENTORY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    ObjectNode schema() {
      return switch (this) {
        case PLAYBOOK ->
            SchemaJson.page("A playbook of etcd-runbook", PlaybookSchema.of(Catalog.actions()));
        case INVENTORY ->
            SchemaJson.page("An inventory of etcd-runbook", InventorySchema.inventory());
      };
    }
  }

  private final Console console;

  @Parameters(index = "0", paramLabel = "FORMAT", description = "One of: ${COMPLETION-CANDIDATES}.")
  private Format format;

  SchemaCommand(Console console) {
    this.console = console;
  }

  @Override
  public ExitCode call() {
    console.out().println(format.schema().toPrettyString());
    return ExitCode.DONE;
  }
}
