package io.github.etcdrunbook.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeScaleTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static Chronicle.Span span(long from, long to) {
    return new Chronicle.Span(NOON.plusSeconds(from), NOON.plusSeconds(to), false);
  }

  @Test
  void placesMomentsInProportion() {
    TimeScale scale = TimeScale.of(List.of(span(0, 10), span(10, 100)), 1000);
    assertEquals(0, scale.at(NOON), 0.01);
    assertEquals(500, scale.at(NOON.plusSeconds(50)), 0.01);
    assertEquals(1000, scale.at(NOON.plusSeconds(100)), 0.01);
    assertEquals(1000, scale.at(NOON.plusSeconds(500)), 0.01, "what lies outside lies at the end");
  }

  @Test
  void aNightBetweenTwoSessionsIsABreak() {
    TimeScale scale = TimeScale.of(List.of(span(0, 60), span(30_000, 30_060)), 1000);
    assertEquals(3, scale.stretches().size());
    assertTrue(scale.stretches().get(1).isBreak());
    assertTrue(scale.at(NOON.plusSeconds(60)) > 450, "the work keeps its room");
    assertEquals(1000, scale.at(NOON.plusSeconds(30_060)), 0.01);
  }

  @Test
  void aRunOfOneMomentHasAPlace() {
    TimeScale scale = TimeScale.of(List.of(span(0, 0)), 1000);
    assertTrue(Double.isFinite(scale.at(NOON)));
  }
}
