package io.github.etcdrunbook.report;

import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.world.StepId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long the steps of a run took, by its journal. Pure. */
public final class StepTimes {
  private StepTimes() {}

  /**
   * For each step that was finished on all its hosts: the time in which it was at work, divided by
   * its hosts. Hosts at the same time count once, so that the shares add up to what the step took.
   */
  public static Map<StepId, Duration> of(List<Recorded> events) {
    Map<StepAt, Instant> begun = new HashMap<>();
    Map<StepId, List<Chronicle.Span>> spans = new HashMap<>();
    Instant boundary = events.isEmpty() ? Instant.EPOCH : events.getFirst().at();
    for (Recorded recorded : events) {
      switch (recorded.event()) {
        case RunEvent.StepStarted started -> begun.put(started.at(), boundary);
        case RunEvent.StepFinished finished -> {
          Instant from = begun.getOrDefault(finished.at(), boundary);
          spans
              .computeIfAbsent(finished.at().step(), step -> new ArrayList<>())
              .add(new Chronicle.Span(from, recorded.at(), false));
          begun.remove(finished.at());
          boundary = recorded.at();
        }
        case RunEvent.GateAnswered ignored -> boundary = recorded.at();
        case RunEvent.RunResumed ignored -> {
          // What was at work when the run stopped took longer than it should.
          begun.clear();
          boundary = recorded.at();
        }
        case RunEvent.BlockExpanded ignored -> boundary = recorded.at();
        default -> {
          // Nothing else tells how long a step takes.
        }
      }
    }
    Map<StepId, Duration> times = new HashMap<>();
    spans.forEach((step, all) -> times.put(step, together(all).dividedBy(all.size())));
    return times;
  }

  private static Duration together(List<Chronicle.Span> spans) {
    List<Chronicle.Span> sorted = new ArrayList<>(spans);
    sorted.sort(Comparator.comparing(Chronicle.Span::from));
    Duration sum = Duration.ZERO;
    Instant until = Instant.MIN;
    for (Chronicle.Span span : sorted) {
      Instant from = span.from().isAfter(until) ? span.from() : until;
      if (span.to().isAfter(from)) {
        sum = sum.plus(Duration.between(from, span.to()));
        until = span.to();
      }
    }
    return sum;
  }
}
