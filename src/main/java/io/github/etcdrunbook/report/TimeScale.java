package io.github.etcdrunbook.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places moments on a line of a given length. A long time in which nothing went on (a question that
 * waited for its answer, a night between two sessions) is drawn as a short break, so that it does
 * not squeeze the rest. Immutable.
 */
final class TimeScale {
  private static final Duration SHORTEST_BREAK = Duration.ofSeconds(30);
  private static final double BREAK_LENGTH = 46;

  /** A stretch of the line: work at full scale, or a break. */
  record Stretch(Instant from, Instant to, double start, double end, boolean isBreak) {
    Duration length() {
      return Duration.between(from, to);
    }
  }

  private final List<Stretch> stretches;

  private TimeScale(List<Stretch> stretches) {
    this.stretches = List.copyOf(stretches);
  }

  /** A line from the first to the last of the spans. */
  static TimeScale of(List<Chronicle.Span> busy, double length) {
    List<Chronicle.Span> pieces = joined(busy);
    double breaks = Math.max(0, pieces.size() - 1) * BREAK_LENGTH;
    double seconds = pieces.stream().mapToDouble(span -> seconds(span.length())).sum();
    double perSecond = (length - breaks) / Math.max(seconds, 0.001);
    List<Stretch> stretches = new ArrayList<>();
    double at = 0;
    for (Chronicle.Span piece : pieces) {
      if (!stretches.isEmpty()) {
        Instant before = stretches.getLast().to();
        stretches.add(new Stretch(before, piece.from(), at, at + BREAK_LENGTH, true));
        at += BREAK_LENGTH;
      }
      double end = at + seconds(piece.length()) * perSecond;
      stretches.add(new Stretch(piece.from(), piece.to(), at, end, false));
      at = end;
    }
    return new TimeScale(stretches);
  }

  /** The spans without overlaps and without gaps that are too short for a break. */
  private static List<Chronicle.Span> joined(List<Chronicle.Span> busy) {
    List<Chronicle.Span> sorted =
        busy.stream().sorted(Comparator.comparing(Chronicle.Span::from)).toList();
    Duration work =
        sorted.stream().map(Chronicle.Span::length).reduce(Duration.ZERO, Duration::plus);
    Duration least = work.dividedBy(4);
    Duration limit = least.compareTo(SHORTEST_BREAK) > 0 ? least : SHORTEST_BREAK;
    List<Chronicle.Span> joined = new ArrayList<>();
    for (Chronicle.Span span : sorted) {
      if (joined.isEmpty()
          || Duration.between(joined.getLast().to(), span.from()).compareTo(limit) > 0) {
        joined.add(span);
      } else {
        Chronicle.Span last = joined.removeLast();
        Instant to = last.to().isAfter(span.to()) ? last.to() : span.to();
        joined.add(new Chronicle.Span(last.from(), to, false));
      }
    }
    return joined;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  List<Stretch> stretches() {
    return stretches;
  }

  /** Where a moment lies; moments outside lie at the ends. */
  double at(Instant moment) {
    for (Stretch stretch : stretches) {
      if (!moment.isAfter(stretch.to())) {
        if (moment.isBefore(stretch.from())) {
          return stretch.start();
        }
        double whole = Math.max(seconds(stretch.length()), 0.001);
        double part = seconds(Duration.between(stretch.from(), moment)) / whole;
        return stretch.start() + part * (stretch.end() - stretch.start());
      }
    }
    return stretches.isEmpty() ? 0 : stretches.getLast().end();
  }
}
