package io.github.etcdrunbook.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.NoOutput;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.Evidence;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.world.StepId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepTimesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private final List<Recorded> events = new ArrayList<>();

  private void at(long second, RunEvent event) {
    events.add(new Recorded(events.size() + 1, NOON.plusSeconds(second), event));
  }

  private static StepAt on(String step, String host) {
    return new StepAt(new StepId(step), Optional.of(new HostName(host)));
  }

  private void started(long second, StepAt at) {
    at(second, new RunEvent.StepStarted(at, "", List.of(), Evidence.none()));
  }

  private void finished(long second, StepAt at) {
    at(second, new RunEvent.StepFinished(at, "", new NoOutput()));
  }

  @Test
  void hostsAtTheSameTimeCountOnce() {
    at(0, new RunEvent.BlockExpanded(new StepId("stop"), List.of()));
    started(0, on("stop", "cp1"));
    started(0, on("stop", "cp2"));
    finished(8, on("stop", "cp1"));
    finished(10, on("stop", "cp2"));
    assertEquals(
        Map.of(new StepId("stop"), Duration.ofSeconds(5)), StepTimes.of(events), "10 s for two");
  }

  @Test
  void hostsOneAfterTheOtherAddUp() {
    at(0, new RunEvent.BlockExpanded(new StepId("stop"), List.of()));
    started(0, on("stop", "cp1"));
    finished(8, on("stop", "cp1"));
    started(8, on("stop", "cp2"));
    finished(20, on("stop", "cp2"));
    assertEquals(Map.of(new StepId("stop"), Duration.ofSeconds(10)), StepTimes.of(events));
  }

  @Test
  void aNightBeforeResumeDoesNotCount() {
    started(0, on("stop", "cp1"));
    at(30_000, new RunEvent.RunResumed("ops"));
    finished(30_004, on("stop", "cp1"));
    assertEquals(Map.of(new StepId("stop"), Duration.ofSeconds(4)), StepTimes.of(events));
  }
}
