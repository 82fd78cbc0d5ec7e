package io.github.etcdrunbook.cli;

import picocli.CommandLine.Option;

/** The option {@code --output}, the same for every command that has it. */
final class OutputOption {
  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "text (default), json, or jsonl: one JSON value a line.")
  private OutputFormat format = OutputFormat.TEXT;

  OutputFormat format() {
    return format;
  }
}
