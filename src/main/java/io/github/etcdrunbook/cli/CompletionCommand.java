package io.github.etcdrunbook.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the completion script for bash and zsh, made from the commands themselves. */
@Command(
    name = "completion",
    description = "Print a completion script for bash and zsh.",
    mixinStandardHelpOptions = true,
    footer = {"", "Load it with: source <(etcd-runbook completion)"})
final class CompletionCommand implements Callable<ExitCode> {
  private final Console console;

  @Spec private CommandSpec spec;

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public ExitCode call() {
    CommandSpec root = spec.root();
    console.out().println(AutoComplete.bash(root.name(), root.commandLine()));
    return ExitCode.DONE;
  }
}
