package io.github.etcdrunbook.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * The process as a command sees it: results go to {@code out}, everything else to {@code err}.
 * Tests give their own streams; nothing else in the program touches {@code System}'s.
 *
 * @param out results, and nothing but results
 * @param err messages, progress, questions
 * @param in answers of a person
 * @param environment the environment variables
 * @param terminal what of it is a terminal
 */
record Console(
    PrintStream out,
    PrintStream err,
    InputStream in,
    Map<String, String> environment,
    Terminal terminal) {

  Console {
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(err, "err");
    Objects.requireNonNull(in, "in");
    environment = Map.copyOf(environment);
    Objects.requireNonNull(terminal, "terminal");
  }

  /**
   * Which streams are a terminal, and how wide it is. The launcher finds out and says it in system
   * properties: Java 21 cannot ask about one stream alone.
   *
   * @param in whether a person can answer
   * @param out whether a person reads the results
   * @param err whether a person reads messages and progress
   * @param columns the width in characters
   */
  record Terminal(boolean in, boolean out, boolean err, int columns) {
    static final Terminal NONE = new Terminal(false, false, false, 80);

    static Terminal ofLauncher() {
      String streams = System.getProperty("etcdrunbook.terminal", "");
      int columns = Integer.getInteger("etcdrunbook.columns", 0);
      return new Terminal(
          streams.contains("0"),
          streams.contains("1"),
          streams.contains("2"),
          columns < 20 ? NONE.columns() : columns);
    }
  }

  /** The real process, whose results go to this stream. */
  static Console ofProcess(OutputStream results) {
    return new Console(
        utf8(results), utf8(System.err), System.in, System.getenv(), Terminal.ofLauncher());
  }

  /** Whether results may carry colours. */
  boolean colours() {
    return terminal.out() && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  private static PrintStream utf8(OutputStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }
}
