package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.actions.Catalog;
import io.github.etcdrunbook.report.ActionPage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains the actions, from their manuals and documented records. Reads nothing. */
@Command(
    name = "actions",
    description = "List the actions that steps use, or explain one.",
    mixinStandardHelpOptions = true)
final class ActionsCommand implements Callable<ExitCode> {
  private final Console console;

  @Option(names = "--markdown", description = "All of them, as the reference page.")
  private boolean markdown;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "An action; all if absent.")
  private String name;

  ActionsCommand(Console console) {
    this.console = console;
  }

  @Override
  public ExitCode call() throws Stop {
    if (markdown) {
      ActionPage.of(Catalog.actions()).forEach(console.out()::println);
    } else if (name == null) {
      Catalog.actions().stream()
          .map(Action::manual)
          .map(manual -> "%-30s %s".formatted(manual.name(), manual.summary()))
          .forEach(console.out()::println);
    } else {
      ActionPage.of(find()).forEach(console.out()::println);
    }
    return ExitCode.DONE;
  }

  private Action<?, ?, ?> find() throws Stop {
    for (Action<?, ?, ?> action : Catalog.actions()) {
      if (action.manual().name().equals(name)) {
        return action;
      }
    }
    throw Stop.of(
        ExitCode.COMMAND_LINE,
        "there is no action `" + name + "`; all of them: etcd-runbook actions");
  }
}
