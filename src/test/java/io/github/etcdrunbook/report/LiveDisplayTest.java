package io.github.etcdrunbook.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.NoOutput;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.StepId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveDisplayTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String UP = "\u001b[1A\u001b[2K";
  private static final StepAt SWAP = at("swap", Optional.of(new HostName("cp1")));

  private final AtomicInteger columns = new AtomicInteger(120);
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final LiveDisplay display =
      new LiveDisplay(
          new PrintStream(bytes, true, StandardCharsets.UTF_8),
          () -> NOON.plusSeconds(7),
          new Style(false),
          new LiveDisplay.Frame(plan(), columns::get));

  private static StepAt at(String step, Optional<HostName> host) {
    return new StepAt(new StepId(step), host);
  }

  private static Plan plan() {
    return new Plan(
        new RunId("20260301-120000-bbbb"),
        new Plan.Made(NOON, Instant.MAX, "ops", Optional.empty(), "test", "prod"),
        new Plan.Frozen(List.of(), List.of(), List.of(), Map.of()),
        List.of(
            step(SWAP, Optional.empty()),
            step(at("start", Optional.empty()), Optional.of("Start now?"))),
        Optional.of(new Plan.NoReturn(at("start", Optional.empty()), "clients write")));
  }

  private static PlannedStep step(StepAt at, Optional<String> gate) {
    return new PlannedStep(
        at,
        "Title of " + at.step(),
        new Planned.Satisfied("", new NoOutput()),
        new PlannedStep.Marks(gate, Optional.empty(), false),
        SourceRange.startOf("test.yaml"));
  }

  private String taken() {
    String text = bytes.toString(StandardCharsets.UTF_8);
    bytes.reset();
    return text;
  }

  @Test
  void saysWhatIsAtWorkAndWhatComesNext() {
    display.looking(SWAP);
    List<String> lines = taken().lines().toList();
    assertTrue(lines.get(0).matches("\\|     swap +cp1 +0.0 s  looking"), lines::toString);
    assertTrue(
        lines.get(1).contains("step 1 of 2, next start: POINT OF NO RETURN, asks, then Title"),
        lines::toString);
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    columns.set(40);
    display.waiting(SWAP.effect(0), "x".repeat(300));
    taken().lines().forEach(line -> assertTrue(line.length() < 40, line));
  }

  @Test
  void whatFoldedInANarrowerTerminalIsErasedWhole() {
    display.waiting(SWAP.effect(0), "x".repeat(300));
    int longest = taken().lines().mapToInt(String::length).max().orElseThrow();
    columns.set(longest / 2);
    display.tick();
    String drawn = taken();
    int erased = (drawn.length() - drawn.replace(UP, "").length()) / UP.length();
    assertTrue(erased >= 4, "two lines that were folded to three and more: " + erased);
  }

  @Test
  void aStepThatEndedLeavesOneLineAndNoRow() {
    display.looking(SWAP);
    taken();
    display.recorded(
        new Recorded(
            1, NOON.plusSeconds(9), new RunEvent.StepFinished(SWAP, "in place", new NoOutput())));
    String drawn = taken().replace(UP, "").replace("\r\u001b[2K", "");
    assertEquals(1, drawn.lines().count(), drawn);
    assertTrue(drawn.startsWith("done  swap"), drawn);
  }
}
