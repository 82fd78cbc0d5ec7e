package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.cli.Treemap.Area;
import io.github.etcdrunbook.cli.Treemap.Tile;
import io.github.etcdrunbook.report.HtmlPage;
import io.github.etcdrunbook.snapshot.KeyFigure;
import io.github.etcdrunbook.snapshot.KeyGroup;
import io.github.etcdrunbook.snapshot.SnapshotInspection;
import java.util.List;
import java.util.Locale;

/**
 * An inspection as one HTML page that needs nothing else: a picture whose areas are bytes, and the
 * tables. Every text from the snapshot is escaped. Pure.
 */
final class InspectionHtml {
  private static final double WIDTH = 1200;
  private static final double HEIGHT = 560;
  private static final double TITLE = 18;
  private static final int ROWS = 200;
  private static final String FRAME = "<rect width=\"100%\" height=\"100%\"/>";
  private static final String STYLE =
      """
      svg.map{display:block;font:12px system-ui,sans-serif;width:100%;min-width:600px;height:auto}
      svg.map svg>rect{stroke:var(--paper)}svg.map text{fill:#1d2430}
      svg.map .in rect{fill:none;stroke-opacity:.7}svg.map .in text{font-size:11px;opacity:.8}
      td,th{padding:3px 8px;text-align:right;white-space:nowrap}
      td:first-child,th:first-child{text-align:left;min-width:9em;white-space:normal;
      overflow-wrap:anywhere}
      """;

  private final StringBuilder page = new StringBuilder();
  private final SnapshotInspection inspection;

  private InspectionHtml(SnapshotInspection inspection) {
    this.inspection = inspection;
  }

  static String of(String title, SnapshotInspection inspection) {
    InspectionHtml html = new InspectionHtml(inspection);
    html.write(title);
    return HtmlPage.of(title, STYLE, html.page.toString());
  }

  private void write(String title) {
    page.append("<h1>").append(escaped(title)).append("</h1>\n");
    head();
    picture();
    groups("By type", inspection.types());
    groups(
        "By type and namespace",
        inspection.groups().stream().filter(group -> !group.namespace().isEmpty()).toList());
    keys("Biggest keys", inspection.top().biggest());
    keys("Most written keys", inspection.top().mostWritten());
    encryption();
  }

  private void head() {
    inspection
        .contents()
        .ifPresent(
            contents ->
                page.append(
                    "<p>Revision %d, %d living keys, %d entries in all, database %s.</p>%n"
                        .formatted(
                            contents.figures().revision(),
                            contents.figures().liveKeys(),
                            contents.figures().entries(),
                            InspectionText.size(contents.figures().databaseBytes()))));
    if (!inspection.offences().isEmpty()) {
      page.append("<p class=\"bad\">The file is damaged; what could not be read is missing here. ")
          .append(escaped(inspection.offences().getFirst().toString()))
          .append("</p>\n");
    }
  }

  private void picture() {
    List<KeyGroup> types = inspection.types();
    page.append(
        "<p class=\"note\">Areas are bytes; the darker part of a type is older revisions.</p>"
            + "<div class=\"wide\"><svg class=\"map\" viewBox=\"0 0 1200 560\">\n");
    int number = 0;
    for (Tile<KeyGroup> tile :
        Treemap.of(types, KeyGroup::totalBytes, new Area(0, 0, WIDTH, HEIGHT))) {
      type(tile, number++ * 47 % 360);
    }
    page.append("</svg></div>\n");
  }

  private void type(Tile<KeyGroup> tile, int hue) {
    KeyGroup group = tile.thing();
    Area area = tile.area();
    double older = area.height() * group.olderBytes() / Math.max(1, group.totalBytes());
    String colours =
        String.format(
            Locale.ROOT,
            "<rect width=\"100%%\" height=\"100%%\" fill=\"hsl(%d 60%% 82%%)\"/>"
                + "<rect y=\"%.1f\" width=\"100%%\" height=\"%.1f\" fill=\"hsl(%d 45%% 62%%)\"/>",
            hue,
            area.height() - older,
            older,
            hue);
    tile(area, colours, "type", group.type(), tip(group));
    if (area.height() < 3 * TITLE || area.width() < 3 * TITLE) {
      return;
    }
    Area inside =
        new Area(area.left() + 2, area.top() + TITLE, area.width() - 4, area.height() - TITLE - 2);
    List<KeyGroup> spaces =
        inspection.groups().stream()
            .filter(one -> one.type().equals(group.type()) && !one.namespace().isEmpty())
            .toList();
    for (Tile<KeyGroup> space : Treemap.of(spaces, KeyGroup::totalBytes, inside)) {
      if (space.area().width() > 4 && space.area().height() > 4) {
        tile(space.area(), FRAME, "in", space.thing().namespace(), tip(space.thing()));
      }
    }
  }

  private void tile(Area area, String colours, String kind, String name, String tip) {
    page.append(
        String.format(
            Locale.ROOT,
            "<svg class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">"
                + "<title>%s</title>%s<text x=\"4\" y=\"13\">%s</text></svg>%n",
            kind,
            area.left(),
            area.top(),
            area.width(),
            area.height(),
            escaped(tip),
            colours,
            escaped(name)));
  }

  private static String tip(KeyGroup group) {
    return "%s %s: %d keys, %s; %d older entries, %s"
        .formatted(
            group.type(),
            group.namespace(),
            group.keys(),
            InspectionText.size(group.bytes()),
            group.olderEntries(),
            InspectionText.size(group.olderBytes()));
  }

  private void groups(String title, List<KeyGroup> groups) {
    if (groups.isEmpty()) {
      return;
    }
    page.append("<h2>")
        .append(title)
        .append("</h2><div class=\"wide\"><table><tr><th></th><th>keys</th><th>size</th>")
        .append("<th>older</th><th>older size</th><th>encrypted</th></tr>\n");
    groups.stream()
        .limit(ROWS)
        .forEach(
            group ->
                row(
                    group.type() + (group.namespace().isEmpty() ? "" : " in " + group.namespace()),
                    List.of(
                        String.valueOf(group.keys()),
                        InspectionText.size(group.bytes()),
                        String.valueOf(group.olderEntries()),
                        InspectionText.size(group.olderBytes()),
                        String.valueOf(group.encrypted()))));
    page.append("</table></div>\n");
  }

  private void keys(String title, List<KeyFigure> keys) {
    page.append("<h2>")
        .append(title)
        .append(
            "</h2><div class=\"wide\"><table><tr><th></th><th>size</th><th>written</th></tr>\n");
    keys.forEach(
        key ->
            row(
                key.key(),
                List.of(InspectionText.size(key.bytes()), String.valueOf(key.version()))));
    page.append("</table></div>\n");
  }

  private void encryption() {
    page.append(
        "<h2>Encryption at rest</h2><div class=\"wide\"><table><tr><th></th><th>keys</th></tr>\n");
    inspection
        .encryption()
        .forEach((how, keys) -> row(how.toString(), List.of(String.valueOf(keys))));
    if (inspection.encryption().isEmpty()) {
      row("nothing is encrypted", List.of("0"));
    }
    page.append("</table></div>\n");
  }

  private void row(String name, List<String> cells) {
    page.append("<tr><td>").append(escaped(name)).append("</td>");
    cells.forEach(cell -> page.append("<td>").append(escaped(cell)).append("</td>"));
    page.append("</tr>\n");
  }

  private static String escaped(String text) {
    return HtmlPage.escaped(text);
  }
}
