package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalTest {
  private static final String RUN = "20260301-120000-bbbb";
  private static final Instant NOON = RunOnDisk.NOON;

  @TempDir private Path state;
  private RunOnDisk runs;

  @BeforeEach
  void start() {
    runs = new RunOnDisk(state);
  }

  private static Window window(int fromMinutes, int toMinutes) {
    return new Window(
        NOON.plus(Duration.ofMinutes(fromMinutes)),
        NOON.plus(Duration.ofMinutes(toMinutes)),
        "Ada");
  }

  private Stop refusal(Window window, String hash) throws IOException {
    Plan plan = runs.plan(RUN, Optional.of(window));
    return assertThrows(Stop.class, () -> new Approval(runs.desk(), hash).demand(plan, window));
  }

  @Test
  void thePlanThatWasApprovedPassesInsideItsWindow() throws IOException {
    Window window = window(-5, 60);
    Plan plan = runs.plan(RUN, Optional.of(window));
    String hash = runs.desk().fingerprint(plan).hexadecimal();
    assertDoesNotThrow(() -> new Approval(runs.desk(), hash).demand(plan, window));
    assertDoesNotThrow(() -> new Approval(runs.desk(), hash.substring(0, 12)).demand(plan, window));
    assertThrows(
        Stop.class,
        () -> new Approval(runs.desk(), hash.substring(0, 5)).demand(plan, window),
        "a few letters are no hash");
  }

  @Test
  void tooEarlyAndTooLateAreOutside() throws IOException {
    Stop early = refusal(window(90, 120), "");
    assertEquals(ExitCode.OUTSIDE_WINDOW, early.code());
    assertTrue(early.getMessage().contains("begins in 1h30m"), early::getMessage);
    Stop late = refusal(window(-60, 0), "");
    assertEquals(ExitCode.OUTSIDE_WINDOW, late.code());
    assertTrue(late.getMessage().contains("ended 0s ago"), late::getMessage);
  }

  @Test
  void withoutAnApprovalAPersonIsNeeded() throws IOException {
    Stop stop = refusal(window(-5, 60), "");
    assertEquals(ExitCode.PAUSED, stop.code());
    assertTrue(stop.getMessage().contains("--approved"), stop::getMessage);
    assertTrue(stop.getMessage().contains("Ada"), stop::getMessage);
  }

  @Test
  void anyOtherPlanIsRefused() throws IOException {
    Window window = window(-5, 60);
    String other =
        runs.desk()
            .fingerprint(runs.plan("20260301-110000-aaaa", Optional.of(window)))
            .hexadecimal();
    Stop stop = refusal(window, other);
    assertEquals(ExitCode.PLAN_STALE, stop.code());
    assertTrue(stop.getMessage().contains("not the plan that Ada approved"), stop::getMessage);
  }

  @Test
  void theWindowIsPartOfTheHash() throws IOException {
    RunDesk desk = runs.desk();
    String one = desk.fingerprint(runs.plan(RUN, Optional.of(window(0, 60)))).hexadecimal();
    String longer = desk.fingerprint(runs.plan(RUN, Optional.of(window(0, 61)))).hexadecimal();
    String open = desk.fingerprint(runs.plan(RUN)).hexadecimal();
    assertTrue(!one.equals(longer) && !one.equals(open));
  }

  @Test
  void runStopsOutsideTheWindowBeforeItTouchesAnything() throws IOException {
    runs.plan(RUN, Optional.of(window(0, 60)));
    Path plan = runs.desk().folders().plan(runs.plan(RUN, Optional.of(window(0, 60))).id());
    assertEquals(
        ExitCode.OUTSIDE_WINDOW,
        runs.command(Optional.empty(), "run", "--plan", plan.toString(), "--approved", "x"));
    assertTrue(runs.err().contains("Nothing was changed"));
  }

  @Test
  void aWindowNeedsAllItsPartsAndTimesWithTheirOffset() {
    for (String[] options :
        new String[][] {
          {"--not-before", "2026-03-01T22:00Z"},
          {"--approver", "Ada"},
          {
            "--not-before",
            "2026-03-01 22:00",
            "--not-after",
            "2026-03-01T23:00Z",
            "--approver",
            "A"
          },
          {
            "--not-before",
            "2026-03-01T23:00Z",
            "--not-after",
            "2026-03-01T22:00Z",
            "--approver",
            "A"
          }
        }) {
      String[] all = new String[options.length + 4];
      System.arraycopy(new String[] {"plan", "backup", "-i", "none.yaml"}, 0, all, 0, 4);
      System.arraycopy(options, 0, all, 4, options.length);
      assertEquals(ExitCode.COMMAND_LINE, runs.command(Optional.empty(), all));
      String err = runs.err();
      assertTrue(err.contains("window") || err.contains("offset"), err);
    }
  }

  @Test
  void planTextAndReportShowTheWindow() throws IOException {
    runs.plan(RUN, Optional.of(window(0, 60)));
    assertEquals(ExitCode.DONE, runs.command(Optional.empty(), "report", RUN));
    assertTrue(runs.out().contains("2026-03-01 12:00:00 to 2026-03-01 13:00:00 UTC"));
  }
}
