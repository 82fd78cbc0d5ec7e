package io.github.etcdrunbook.cli;

import java.util.List;

/**
 * A command cannot go on: why, in lines for the person, and the exit code. The one exception that
 * commands use among themselves; no bug.
 */
final class Stop extends Exception {
  private static final long serialVersionUID = 1L;
  private final ExitCode code;
  private final transient List<String> lines;

  Stop(ExitCode code, List<String> lines) {
    super(String.join("\n", lines));
    this.code = code;
    this.lines = List.copyOf(lines);
  }

  static Stop of(ExitCode code, String line) {
    return new Stop(code, List.of(line));
  }

  ExitCode code() {
    return code;
  }

  List<String> lines() {
    return lines;
  }
}
