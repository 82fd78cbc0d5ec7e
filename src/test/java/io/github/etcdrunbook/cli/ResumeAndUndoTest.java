package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.journal.DiskFile;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.world.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs that cannot be gone on with say so, and what there is to do instead. */
class ResumeAndUndoTest {
  private static final String RUN = "20260301-110000-aaaa";

  @TempDir private Path state;
  private RunOnDisk runs;

  @BeforeEach
  void start() {
    runs = new RunOnDisk(state);
  }

  private void record(RunEvent... events) throws IOException {
    Plan plan = runs.plan(RUN);
    List<RunEvent> all = Stream.concat(Stream.of(runs.started(plan)), Stream.of(events)).toList();
    try (DiskFile file = runs.journal(plan, all)) {
      assertTrue(file.read().length > 0);
    }
  }

  private void says(ExitCode code, String words, String... arguments) {
    assertEquals(code, runs.command(Optional.empty(), arguments));
    String err = runs.err();
    assertTrue(err.contains(words), err);
  }

  @Test
  void aRunThatIsDoneIsNotResumed() throws IOException {
    record(new RunEvent.RunFinished(new RunEnd(RunEnd.Kind.DONE, true, false, List.of())));
    says(ExitCode.DONE, "nothing is left to do", "resume", RUN);
  }

  @Test
  void aRunThatIsTakenBackIsNotResumed() throws IOException {
    record(new RunEvent.UndoStarted("me"));
    says(ExitCode.REFUSED, "etcd-runbook undo " + RUN, "resume", RUN);
  }

  @Test
  void aRunThatWasTakenBackIsNotResumed() throws IOException {
    record(new RunEvent.UndoStarted("me"), new RunEvent.UndoFinished(List.of()));
    says(ExitCode.REFUSED, "was taken back: plan and run again", "resume", RUN);
    says(ExitCode.DONE, "Nothing to take back", "undo", RUN);
  }

  @Test
  void aPlanThatWasNeverRunIsNotResumed() throws IOException {
    runs.plan(RUN);
    says(ExitCode.COMMAND_LINE, "has not begun", "resume", RUN);
  }

  @Test
  void anUndoGoesBackToStepsThatThePlaybookHas() throws IOException {
    record(new RunEvent.UndoStarted("me"));
    says(ExitCode.COMMAND_LINE, "`nowhere` is no step", "undo", "--to", "nowhere", RUN);
  }

  @Test
  void aPlanThatWasChangedSinceIsNotGoneOnWith() throws IOException {
    record();
    Path file = runs.desk().folders().plan(new RunId(RUN));
    Files.writeString(file, Files.readString(file).replace("Look first", "Look last"));
    says(ExitCode.PLAN_STALE, "is not the plan that the run began with", "resume", RUN);
    says(ExitCode.PLAN_STALE, "--from-hosts -i INVENTORY", "undo", RUN);
  }

  @Test
  void lostAndDamagedFilesPointToTheHosts() throws IOException {
    record();
    Path journal = runs.desk().folders().journal(new RunId(RUN));
    Files.writeString(journal, "{}\n" + Files.readString(journal));
    says(ExitCode.FAILED_UNCHANGED, "--from-hosts -i INVENTORY", "resume", RUN);
    Path file = runs.desk().folders().plan(new RunId(RUN));
    Files.writeString(file, Files.readString(file).substring(100));
    says(ExitCode.PLAN_STALE, "--from-hosts -i INVENTORY", "resume", RUN);
    Files.delete(file);
    says(ExitCode.COMMAND_LINE, "--from-hosts -i INVENTORY", "resume", RUN);
  }

  @Test
  void anUndoThatCannotBeRecordedIsIncompleteAndSaysHowToGoOn() throws IOException, Stop {
    record();
    UndoCommand undo = new UndoCommand(runs.deskOnAFullDisk());
    new CommandLine(undo).parseArgs("--yes", RUN);
    assertEquals(ExitCode.UNDO_INCOMPLETE, undo.call());
    String err = runs.err();
    assertTrue(err.contains("the journal cannot be written: No space left on device"), err);
    assertTrue(err.contains("The undo stopped before the next effect"), err);
    assertTrue(err.contains("Go on with: etcd-runbook undo " + RUN), err);
    says(ExitCode.DONE, "Undone", "undo", "--yes", RUN);
  }

  @Test
  void aClockThatIsBehindTheJournalIsTold() throws IOException {
    record();
    Path journal = runs.desk().folders().journal(new RunId(RUN));
    String written = Files.readString(journal);
    Files.writeString(journal, written.replace("2026-03-01T12", "2126-03-01T12"));
    says(
        ExitCode.DONE,
        "the last line of the journal is of 2126-03-01T12:00:00Z: its times go on from there",
        "undo",
        "--yes",
        RUN);
    assertTrue(
        Files.readAllLines(journal).stream().allMatch(line -> line.contains("2126-03-01T12:0")));
  }
}
