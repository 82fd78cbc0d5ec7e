package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.journal.DiskFile;
import io.github.etcdrunbook.journal.FileJournal;
import io.github.etcdrunbook.journal.Replay;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.Ledger;
import io.github.etcdrunbook.run.Resolver;
import io.github.etcdrunbook.run.RunEvent.EffectResolved.Verdict;
import io.github.etcdrunbook.run.Watcher;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Writes into the journal what a person has found out of an effect in doubt. Nothing else: `resume`
 * or `undo` go on from there.
 */
@Command(
    name = "resolve",
    description = "Say what became of an effect in doubt.",
    mixinStandardHelpOptions = true)
final class ResolveCommand implements Callable<ExitCode> {
  private final RunDesk desk;

  @Parameters(index = "0", paramLabel = "RUN", description = "The run.")
  private String run;

  @Parameters(
      index = "1",
      paramLabel = "STEP[@HOST]",
      description = "The step whose effect is in doubt, as `status` names it.")
  private String step;

  @Option(
      names = "--as",
      paramLabel = "VERDICT",
      required = true,
      description =
          "done: it happened; not-done: it did not, and will be tried; skipped: it is left as it"
              + " is, neither tried again nor taken back.")
  private String verdict;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "How you found out; kept in the journal.")
  private String reason;

  ResolveCommand(RunDesk desk) {
    this.desk = desk;
  }

  @Override
  public ExitCode call() throws Stop {
    if (reason.isBlank()) {
      throw Stop.of(ExitCode.COMMAND_LINE, "--reason says how you found out, in a few words");
    }
    Resolver.Finding finding =
        new Resolver.Finding(at(), verdict(), desk.operator(), reason.strip());
    RunId found = desk.find(Optional.of(run));
    Replay.Sound before = new JournalReading(desk).sound(found);
    Path path = desk.folders().journal(found);
    try (DiskFile file = DiskFile.open(path)) {
      FileJournal journal = FileJournal.after(before, file, desk.codec(), desk.clock());
      return said(
          found,
          new Resolver(new Ledger(journal, before.state(), Watcher.blind())).resolve(finding));
    } catch (DiskFile.Busy busy) {
      throw Stop.of(ExitCode.LOCKED, busy.getMessage());
    } catch (IOException e) {
      throw Stop.of(
          ExitCode.FAILED_UNCHANGED,
          "the journal " + path + " cannot be opened: " + e.getMessage());
    }
  }

  private ExitCode said(RunId found, Resolver.Answer answer) throws Stop {
    return switch (answer) {
      case Resolver.Answer.Recorded recorded -> {
        desk.console().err().println(recorded.effect() + " is resolved as " + verdict + ".");
        desk.console().err().println("Now: etcd-runbook resume " + found);
        yield ExitCode.DONE;
      }
      case Resolver.Answer.Nothing nothing ->
          throw Stop.of(
              ExitCode.COMMAND_LINE,
              nothing.why()
                  + (nothing.inDoubt().isEmpty()
                      ? "; nothing in this run is"
                      : "; in doubt: "
                          + nothing.inDoubt().stream()
                              .map(StepAt::toString)
                              .collect(Collectors.joining(", "))));
    };
  }

  private StepAt at() throws Stop {
    int sign = step.indexOf('@');
    String id = sign < 0 ? step : step.substring(0, sign);
    Optional<String> host = sign < 0 ? Optional.empty() : Optional.of(step.substring(sign + 1));
    if (!StepId.isValid(id) || host.filter(name -> !HostName.isValid(name)).isPresent()) {
      throw Stop.of(ExitCode.COMMAND_LINE, "`" + step + "` is no STEP or STEP@HOST");
    }
    return new StepAt(new StepId(id), host.map(HostName::new));
  }

  private Verdict verdict() throws Stop {
    return switch (verdict) {
      case "done" -> Verdict.DONE;
      case "not-done" -> Verdict.NOT_DONE;
      case "skipped" -> Verdict.SKIPPED;
      default -> throw Stop.of(ExitCode.COMMAND_LINE, "--as is done, not-done or skipped");
    };
  }
}
