package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.plan.Window;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Goes on with an unfinished run from its journal. */
@Command(
    name = "resume",
    description = "Go on with an unfinished run.",
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<ExitCode> {
  private final RunDesk desk;
  @Mixin private OutputOption output;
  @Mixin private RunChoice choice;
  @Mixin private DeferredAnswers deferred;

  @Option(
      names = "--not-after",
      paramLabel = "TIME",
      description = "Go on in another maintenance window, which ends then.")
  private String notAfter = "";

  @Option(names = "--approver", paramLabel = "NAME", description = "Who approved the other window.")
  private String approver = "";

  ResumeCommand(RunDesk desk) {
    this.desk = desk;
  }

  @Override
  public ExitCode call() throws Stop {
    return choice.with(
        desk,
        Takeover.Purpose.RESUME,
        chosen ->
            new Conduct(
                    desk,
                    chosen.prepared(),
                    chosen.plan(),
                    new Conduct.Terms(
                        deferred.in(chosen.plan(), choice.confirmed()), output.format(), window()))
                .resume(chosen.reentry()));
  }

  private Optional<Window> window() throws Stop {
    if (notAfter.isEmpty() && approver.isEmpty()) {
      return Optional.empty();
    }
    if (notAfter.isEmpty() || approver.isBlank()) {
      throw Stop.of(ExitCode.COMMAND_LINE, "another window needs both: --not-after and --approver");
    }
    Instant now = desk.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    return Optional.of(
        WindowOptions.window(now, WindowOptions.moment("--not-after", notAfter), approver));
  }
}
