package io.github.etcdrunbook.report;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Unit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The time line of a run as an SVG picture: a lane for the cluster and one per host, what the API
 * servers and etcd did not serve, and numbered marks for gates, the point of no return, trouble and
 * evidence. The numbers are those of the page's tables. Pure.
 */
final class TimeLine {
  static final String STYLE =
      """
      svg.line{display:block;font:12px system-ui,sans-serif}
      svg.line text{fill:var(--ink)}svg.line text.soft{fill:var(--soft)}
      svg.line .grid{stroke:var(--line)}
      svg.line .lane{fill:var(--panel)}
      svg.line .up{fill:var(--good);opacity:.35}svg.line .away{fill:var(--bad)}
      svg.line .hurt{fill:var(--heed);opacity:.85}
      svg.line .step{fill:var(--accent);opacity:.8}svg.line .failed{fill:var(--bad)}
      svg.line .undo{fill:var(--soft)}
      svg.line text.in{fill:var(--paper);font-size:11px}
      svg.line .pause{fill:var(--paper)}
      svg.line .mark{stroke:var(--soft);stroke-dasharray:2 3}
      svg.line .mark.bad{stroke:var(--bad);stroke-dasharray:none;stroke-width:2}
      svg.line .mark.heed{stroke:var(--heed);stroke-dasharray:none}
      svg.line circle{fill:var(--paper);stroke:var(--soft)}
      svg.line circle.bad{stroke:var(--bad)}svg.line circle.heed{stroke:var(--heed)}
      svg.line .number{font-size:10px;text-anchor:middle}
      """;

  private static final double LEFT = 130;
  private static final double LENGTH = 1010;
  private static final double TOP = 34;
  private static final double BAR = 20;
  private static final double GAP = 10;
  private static final double LETTER = 6.3;
  private static final int[] TICKS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400
  };
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private final Chronicle chronicle;
  private final TimeScale scale;
  private final StringBuilder back = new StringBuilder();
  private final StringBuilder front = new StringBuilder();
  private double y = TOP;

  private TimeLine(Chronicle chronicle) {
    this.chronicle = chronicle;
    this.scale = TimeScale.of(busy(chronicle), LENGTH);
  }

  /** The picture; nothing for a run that did not begin. */
  static String of(Chronicle chronicle) {
    if (chronicle.moments().isEmpty()) {
      return "";
    }
    return new TimeLine(chronicle).draw();
  }

  private static List<Chronicle.Span> busy(Chronicle chronicle) {
    List<Chronicle.Span> busy = new ArrayList<>();
    for (Chronicle.StepStory step : chronicle.steps()) {
      step.span().ifPresent(busy::add);
      step.deeds().undone().forEach(story -> story.span().ifPresent(busy::add));
    }
    chronicle
        .moments()
        .forEach(moment -> busy.add(new Chronicle.Span(moment.at(), moment.at(), false)));
    return busy;
  }

  private String draw() {
    services();
    lanes();
    double bottom = y;
    ticks(bottom);
    breaks(bottom);
    marks(bottom);
    return "<svg class=\"line\" role=\"img\""
        + " aria-label=\"Time line of the run\" width=\"1200\" height=\"%s\" viewBox=\"0 0 1200 %s\">\n"
            .formatted(number(bottom + 22), number(bottom + 22))
        + back
        + front
        + "</svg>\n";
  }

  private void services() {
    Outages outages = chronicle.outages();
    if (outages.down().stream().anyMatch(down -> down.unit() == Unit.KUBE_APISERVER)) {
      service("API servers", outages.apiServers(), "no API server served");
    }
    if (outages.down().stream().anyMatch(down -> down.unit() == Unit.ETCD)) {
      service("etcd", outages.etcd(), "etcd had no quorum");
    }
  }

  private void service(String name, List<Chronicle.Span> away, String what) {
    name(name);
    double end = scale.stretches().getLast().end();
    front.append(box("up", 0, end, y + 6, 8, name + " served"));
    for (Chronicle.Span span : away) {
      String took = Style.elapsed(span.length());
      double from = scale.at(span.from());
      double to = scale.at(span.to());
      front.append(box("away", from, to, y + 2, 16, what + ": " + took));
      if (to - from > took.length() * LETTER + 8) {
        front.append(text(from + 5, y + 14.5, took));
      }
    }
    y += BAR + GAP;
  }

  private void lanes() {
    Map<Optional<HostName>, List<Integer>> byHost = new LinkedHashMap<>();
    byHost.put(Optional.empty(), new ArrayList<>());
    hosts().forEach(host -> byHost.put(Optional.of(host), new ArrayList<>()));
    for (int index = 0; index < chronicle.steps().size(); index++) {
      byHost.get(chronicle.steps().get(index).at().host()).add(index);
    }
    byHost.forEach((host, steps) -> lane(host, steps));
  }

  private Set<HostName> hosts() {
    Set<HostName> hosts = new LinkedHashSet<>();
    chronicle.steps().stream()
        .flatMap(step -> step.at().host().stream())
        .sorted()
        .forEach(hosts::add);
    return hosts;
  }

  private void lane(Optional<HostName> host, List<Integer> steps) {
    name(host.map(HostName::text).orElse("cluster"));
    back.append(box("lane", 0, LENGTH, y, BAR, ""));
    for (int index : steps) {
      Chronicle.StepStory step = chronicle.steps().get(index);
      String name = chronicle.number(step.at()) + " " + step.at().step();
      boolean bad = step.fate() == StepFate.FAILED || step.fate() == StepFate.IN_DOUBT;
      step.span()
          .filter(span -> step.fate() != StepFate.SKIPPED)
          .ifPresent(span -> piece(bad ? "failed" : "step", span, name, step.fate().words()));
      step.deeds()
          .undone()
          .forEach(
              story ->
                  story
                      .span()
                      .ifPresent(span -> piece("undo", span, "undo " + name, story.fate())));
    }
    y += BAR;
    for (Outages.Down down : chronicle.outages().down()) {
      boolean shown = down.unit() == Unit.ETCD || down.unit() == Unit.KUBE_APISERVER;
      if (shown && host.equals(Optional.of(down.host()))) {
        double top = y + (down.unit() == Unit.ETCD ? 7 : 2);
        String tip = down.unit() + " on " + down.host() + " was down for ";
        front.append(
            box(
                down.unit() == Unit.ETCD ? "away" : "hurt",
                scale.at(down.span().from()),
                scale.at(down.span().to()),
                top,
                3,
                tip + Style.elapsed(down.span().length())));
      }
    }
    y += GAP + 4;
  }

  private void piece(String kind, Chronicle.Span span, String name, String words) {
    double from = scale.at(span.from());
    double to = Math.max(scale.at(span.to()), from + 2);
    String tip = name + ": " + words + ", " + Style.elapsed(span.length());
    front.append(box(kind, from + 0.5, to - 0.5, y + 1, BAR - 2, tip));
    String shown = name.length() * LETTER + 6 < to - from ? name : name.split(" ")[0];
    if (shown.length() * LETTER + 4 < to - from) {
      front.append(text(from + 4, y + 14.5, shown));
    }
  }

  private void name(String name) {
    back.append(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"end\">%s</text>\n"
            .formatted(number(LEFT - 12), number(y + 14.5), HtmlPage.escaped(shortened(name))));
  }

  private static String shortened(String name) {
    return name.length() <= 17 ? name : name.substring(0, 16) + "…";
  }

  private void ticks(double bottom) {
    for (TimeScale.Stretch stretch : scale.stretches()) {
      if (stretch.isBreak()) {
        continue;
      }
      double perSecond =
          (stretch.end() - stretch.start()) / Math.max(0.001, stretch.length().toMillis() / 1000.0);
      int step = TICKS[TICKS.length - 1];
      for (int index = TICKS.length - 1; index >= 0; index--) {
        step = TICKS[index] * perSecond >= 76 ? TICKS[index] : step;
      }
      long first = Math.ceilDiv(stretch.from().toEpochMilli(), step * 1000L) * step;
      for (long at = first; at * 1000 <= stretch.to().toEpochMilli(); at += step) {
        Instant moment = Instant.ofEpochSecond(at);
        double x = LEFT + scale.at(moment);
        back.append(line("grid", x, TOP - 8, bottom));
        back.append(
            "<text class=\"soft\" x=\"%s\" y=\"%s\" text-anchor=\"middle\">%s</text>\n"
                .formatted(number(x), number(bottom + 15), CLOCK.format(moment)));
      }
    }
  }

  private void breaks(double bottom) {
    for (TimeScale.Stretch stretch : scale.stretches()) {
      if (stretch.isBreak()) {
        front.append(
            box("pause", stretch.start() + 3, stretch.end() - 3, TOP - 8, bottom - TOP + 8, ""));
        front.append(
            "<text class=\"soft\" transform=\"translate(%s %s) rotate(-90)\" text-anchor=\"middle\">%s idle</text>\n"
                .formatted(
                    number(LEFT + (stretch.start() + stretch.end()) / 2 + 4),
                    number((TOP + bottom) / 2),
                    rough(stretch.length())));
      }
    }
  }

  private static String rough(Duration length) {
    return length.toHours() > 0
        ? length.toHours() + " h " + length.toMinutesPart() + " min"
        : length.toMinutes() + " min " + length.toSecondsPart() + " s";
  }

  private void marks(double bottom) {
    double free = -20;
    for (int index = 0; index < chronicle.moments().size(); index++) {
      Chronicle.Moment moment = chronicle.moments().get(index);
      double x = scale.at(moment.at());
      double place = Math.max(x, free);
      free = place + 17;
      String kind = kind(moment.kind());
      // Marks that would cover one another step aside, to the right.
      double shown = LEFT + place;
      front.append(line("mark " + kind, LEFT + x, 17, bottom));
      front.append(
          "<g><title>%s: %s</title><circle class=\"%s\" cx=\"%s\" cy=\"9\" r=\"8\"/>"
              .formatted(
                  moment.kind().words(), HtmlPage.escaped(moment.text()), kind, number(shown)));
      front.append(
          "<text class=\"number\" x=\"%s\" y=\"12.5\">%d</text></g>\n"
              .formatted(number(shown), index + 1));
    }
  }

  static String kind(Chronicle.Kind kind) {
    return switch (kind) {
      case NO_RETURN, TROUBLE -> "bad";
      case GATE, UNDO -> "heed";
      case BEGUN, RESUMED, SAVED, ENDED -> "note";
    };
  }

  private static String box(
      String kind, double from, double to, double top, double height, String tip) {
    return "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"2\">%s</rect>\n"
        .formatted(
            kind,
            number(LEFT + from),
            number(top),
            number(Math.max(1, to - from)),
            number(height),
            tip.isEmpty() ? "" : "<title>" + HtmlPage.escaped(tip) + "</title>");
  }

  /** Text inside a box. */
  private static String text(double x, double y, String text) {
    return "<text class=\"in\" x=\"%s\" y=\"%s\">%s</text>\n"
        .formatted(number(LEFT + x), number(y), HtmlPage.escaped(text));
  }

  private static String line(String kind, double x, double top, double bottom) {
    return "<line class=\"%s\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>\n"
        .formatted(kind, number(x), number(x), number(top), number(bottom));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
