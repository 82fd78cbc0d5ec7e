package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.plan.Window;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The maintenance window of a plan. */
final class WindowOptions {
  @Option(
      names = "--not-before",
      paramLabel = "TIME",
      description = "The run may begin from then on, as 2026-03-01T22:00Z or +01:00.")
  private String notBefore = "";

  @Option(
      names = "--not-after",
      paramLabel = "TIME",
      description = "Nothing begins that would not have ended by then.")
  private String notAfter = "";

  @Option(
      names = "--approver",
      paramLabel = "NAME",
      description = "Who approves the plan, by the hash that `plan` prints.")
  private String approver = "";

  /** The window; none when none of the options is given. */
  Optional<Window> window() throws Stop {
    if (notBefore.isEmpty() && notAfter.isEmpty() && approver.isEmpty()) {
      return Optional.empty();
    }
    if (notBefore.isEmpty() || notAfter.isEmpty() || approver.isBlank()) {
      throw Stop.of(
          ExitCode.COMMAND_LINE,
          "a maintenance window needs all three: --not-before, --not-after and --approver");
    }
    return Optional.of(
        window(moment("--not-before", notBefore), moment("--not-after", notAfter), approver));
  }

  static Window window(Instant from, Instant to, String approver) throws Stop {
    if (!from.isBefore(to)) {
      throw Stop.of(
          ExitCode.COMMAND_LINE, "the window would end at " + to + ", before it begins at " + from);
    }
    return new Window(from, to, approver.strip());
  }

  static Instant moment(String option, String text) throws Stop {
    try {
      return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS);
    } catch (DateTimeException wrong) {
      throw Stop.of(
          ExitCode.COMMAND_LINE,
          option
              + ": `"
              + text
              + "` is no time with its offset; write it as 2026-03-01T22:00Z or"
              + " 2026-03-01T23:00+01:00");
    }
  }
}
