package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.journal.DiskFile;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.run.Trouble;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookAtRunsTest {
  private static final String OLD = "20260301-110000-aaaa";
  private static final String NEW = "20260301-120000-bbbb";

  @TempDir private Path state;
  private RunOnDisk runs;

  @BeforeEach
  void start() {
    runs = new RunOnDisk(state);
  }

  @Test
  void listsRunsNewestFirstWithTheirStateInWords() throws IOException {
    record(runs.plan(OLD), failedAtSwap());
    record(runs.plan(NEW), List.of());
    runs.plan("20260301-130000-cccc");
    assertEquals(ExitCode.DONE, look("runs"));
    List<String> lines = runs.out().lines().toList();
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(lines.get(0).matches(NEW + " +backup +prod-eu1 +running or died +2026.*"));
    assertTrue(lines.get(1).contains("failed at swap@cp2"), lines.get(1));
  }

  @Test
  void theListAsJsonHasTheSame() throws IOException {
    record(runs.plan(OLD), failedAtSwap());
    assertEquals(ExitCode.DONE, look("runs", "--output", "json"));
    JsonNode run = new ObjectMapper().readTree(runs.out()).at("/runs/0");
    assertEquals(OLD, run.path("run").asText());
    assertEquals("failed at swap@cp2", run.path("state").asText());
  }

  @Test
  void aDamagedJournalDoesNotHideTheOtherRuns() throws IOException {
    Plan damaged = runs.plan(NEW);
    record(damaged, List.of());
    Files.writeString(
        runs.desk().folders().journal(damaged.id()), "{}\n{}\n", StandardOpenOption.APPEND);
    record(runs.plan(OLD), List.of());
    assertEquals(ExitCode.DONE, look("runs"));
    String out = runs.out();
    assertTrue(out.contains("journal damaged at line 2"), out);
    assertTrue(out.contains(OLD), out);
    assertEquals(ExitCode.FAILED_UNCHANGED, look("status", NEW));
  }

  @Test
  void statusTellsEveryStepAndWhatCanBeDone() throws IOException {
    record(runs.plan(OLD), failedAtSwap());
    assertEquals(ExitCode.DONE, look("status"));
    String out = runs.out();
    assertTrue(out.contains("failed at swap@cp2"), out);
    assertTrue(out.matches("(?s).*done +look +Look first.*done +swap@cp1 .*"), out);
    assertTrue(out.matches("(?s).*failed +swap@cp2 .*disk full.*point of no return.*"), out);
    assertTrue(out.matches("(?s).*point of no return, not passed.*not begun +last .*"), out);
    assertTrue(out.contains("etcd-runbook resume " + OLD), out);
    assertTrue(out.contains("etcd-runbook undo " + OLD), out);
    assertFalse(out.contains("resolve"), out);
  }

  @Test
  void statusWorksWhileTheJournalIsLockedAndALineIsHalfWritten() throws IOException {
    Plan plan = runs.plan(NEW);
    List<RunEvent> events =
        List.of(runs.started(plan), RunOnDisk.begun(RunOnDisk.SWAP1, RunOnDisk.move("cp1")));
    try (DiskFile file = runs.journal(plan, events)) {
      file.append("{\"format\":1,".getBytes(StandardCharsets.UTF_8));
      assertEquals(ExitCode.DONE, look("status", NEW));
      String out = runs.out();
      assertTrue(out.contains("running or died"), out);
      assertTrue(out.matches("(?s).*at work +swap@cp1 .*0 of 1 effects happened.*"), out);
      assertTrue(
          Files.readString(runs.desk().folders().journal(plan.id())).endsWith("{\"format\":1,"));
    }
  }

  @Test
  void statusOfASavedPlanSaysHowToRunIt() throws IOException {
    runs.plan(NEW);
    assertEquals(ExitCode.DONE, look("status", NEW));
    String out = runs.out();
    assertTrue(out.contains("not begun"), out);
    assertTrue(out.contains("etcd-runbook run --plan " + state), out);
  }

  @Test
  void statusPutsHostsThatStandAlikeOnOneLine() throws IOException {
    runs.plan(NEW);
    assertEquals(ExitCode.DONE, look("status", NEW));
    assertTrue(runs.out().matches("(?s).*not begun +swap@cp1,cp2 +Swap the data.*"));
  }

  @Test
  void statusSaysWhyARunStoppedBetweenSteps() throws IOException {
    Trouble trouble = new Trouble.Halted("the operator asked to stop before swap");
    StepAt at = new StepAt(new StepId("swap"), Optional.empty());
    record(
        runs.plan(OLD),
        List.of(
            RunOnDisk.finished(RunOnDisk.LOOK),
            new RunEvent.RunFinished(
                new RunEnd(
                    RunEnd.Kind.INTERRUPTED,
                    false,
                    false,
                    List.of(
                        new RunEnd.StepFailure(
                            at, SourceRange.startOf("backup.yaml"), trouble))))));
    assertEquals(ExitCode.DONE, look("status", OLD));
    String out = runs.out();
    assertTrue(out.contains("Why:   the operator asked to stop before swap"), out);
    assertTrue(out.contains("State: nothing was changed."), out);
    assertEquals(ExitCode.DONE, look("report", OLD));
    assertTrue(runs.out().contains("interrupted at swap: the operator asked to stop"));
  }

  @Test
  void statusOfAnUnknownRunIsACommandLineFault() {
    assertEquals(ExitCode.COMMAND_LINE, look("status", NEW));
  }

  @Test
  void undoShowsWhatItTakesBackAndNeedsAnAnswer() throws IOException {
    record(runs.plan(OLD), failedAtSwap());
    assertEquals(ExitCode.PAUSED, look("undo", OLD));
    String err = runs.err();
    assertTrue(err.matches("(?s).*- swap@cp1 .*/live.*/new.*"), err);
    assertTrue(err.contains("etcd-runbook undo --yes " + OLD), err);
    assertEquals(ExitCode.PAUSED, runs.command(Optional.of("no\n"), "undo", OLD));
    assertTrue(runs.err().contains("Take this back on prod-eu1?"));
    look("runs");
    assertTrue(runs.out().contains("failed at swap@cp2"), "nothing was recorded");
  }

  @Test
  void undoWithYesDoesNotAsk() throws IOException {
    Plan plan = runs.plan(OLD);
    Act byHand =
        Act.of(
            new Effect.Move(new HostName("cp1"), "/new", "/live"),
            new Undo.ByHand("move it back yourself"),
            Duration.ofSeconds(5));
    record(plan, RunOnDisk.happened(RunOnDisk.SWAP1, byHand));
    // Its hosts do not answer, so that they cannot be locked; nobody was asked before that.
    assertEquals(ExitCode.FAILED_CHANGED, look("undo", "--yes", OLD));
    String err = runs.err();
    assertTrue(err.contains("by hand: move it back yourself"), err);
    assertTrue(err.contains("Not all hosts could be locked"), err);
    look("status", OLD);
    assertTrue(runs.out().contains("running or died"), "nothing was recorded");
  }

  @Test
  void theEndOfInputIsNoAnswer() throws IOException {
    record(runs.plan(OLD), failedAtSwap());
    assertEquals(ExitCode.PAUSED, runs.command(Optional.of(""), "undo", OLD));
    assertTrue(runs.err().contains("There is nobody to ask. Not performed; nothing was taken"));
  }

  @Test
  void anAnswerBeforehandThatCannotBeRightStopsBeforeAnythingIsChanged() throws IOException {
    record(runs.plan(OLD), failedAtSwap());
    assertEquals(ExitCode.COMMAND_LINE, look("resume", OLD, "--confirm", "nowhere=yes"));
    assertTrue(runs.err().contains("there is no step `nowhere`"));
    assertEquals(ExitCode.COMMAND_LINE, look("resume", OLD, "--confirm", "status=no"));
    assertTrue(runs.err().contains("has to be `yes`, not `no`"));
  }

  @Test
  void undoAsksNothingWhenNothingWasDone() throws IOException {
    record(runs.plan(OLD), List.of());
    assertEquals(ExitCode.DONE, look("undo", OLD));
    assertEquals(ExitCode.DONE, look("undo", OLD), "once more");
    assertTrue(runs.err().contains("Nothing to take back: undone."));
  }

  @Test
  void aPersonResolvesAnEffectInDoubt() throws IOException {
    record(
        runs.plan(OLD),
        List.of(
            RunOnDisk.begun(RunOnDisk.SWAP1, RunOnDisk.move("cp1")),
            new RunEvent.EffectIntended(RunOnDisk.SWAP1.effect(0), 1)));
    assertEquals(
        ExitCode.COMMAND_LINE,
        look("resolve", OLD, "swap@cp2", "--as", "done", "--reason", "seen by hand"));
    assertTrue(runs.err().contains("in doubt: swap@cp1"));
    assertEquals(
        ExitCode.COMMAND_LINE,
        look("resolve", OLD, "swap@cp1", "--as", "perhaps", "--reason", "seen by hand"));
    assertEquals(
        ExitCode.DONE,
        look("resolve", OLD, "swap@cp1", "--as", "done", "--reason", "seen by hand"));
    assertTrue(runs.err().contains("etcd-runbook resume " + OLD));
    look("report", OLD);
    String report = runs.out();
    assertTrue(report.contains("resolved as done by ops: seen by hand"), report);
  }

  private static List<RunEvent> failedAtSwap() {
    return Stream.of(
            List.of(RunOnDisk.finished(RunOnDisk.LOOK)),
            RunOnDisk.happened(RunOnDisk.SWAP1, RunOnDisk.move("cp1")),
            List.of(RunOnDisk.finished(RunOnDisk.SWAP1)),
            RunOnDisk.failed(RunOnDisk.SWAP2, "disk full"))
        .flatMap(List::stream)
        .toList();
  }

  private void record(Plan plan, List<RunEvent> events) throws IOException {
    List<RunEvent> all = Stream.concat(Stream.of(runs.started(plan)), events.stream()).toList();
    runs.journal(plan, all).close();
  }

  private ExitCode look(String... arguments) {
    return runs.command(Optional.empty(), arguments);
  }
}
