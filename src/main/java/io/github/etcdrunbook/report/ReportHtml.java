package io.github.etcdrunbook.report;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectText;
import java.util.List;
import java.util.Optional;

/**
 * The report of a run as one HTML page that needs nothing else, with a time line. Whatever came
 * from hosts, files or people is escaped. Pure.
 */
public final class ReportHtml {
  private static final String STYLE =
      """
      .badge{display:inline-block;padding:1px 10px;border-radius:10px;border:1px solid;font-size:15px;
      margin-left:8px;white-space:nowrap}
      dl.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:10px;
      margin:18px 0}
      dl.facts div{background:var(--panel);border-radius:6px;padding:8px 12px}
      dt{color:var(--soft);font-size:13px}dd{margin:0;overflow-wrap:anywhere}
      .answers{border-left:4px solid var(--bad);padding:2px 16px;background:var(--panel);
      border-radius:0 6px 6px 0}
      .answers.good{border-color:var(--good);color:inherit}
      .answers.heed{border-color:var(--heed);color:inherit}.answers.bad,.answers.note{color:inherit}
      .answers h3{font-size:15px;margin:12px 0 2px}.answers pre{margin:4px 0;white-space:pre-wrap;
      overflow-wrap:anywhere;font-size:13px}
      .legend{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:13px;color:var(--soft);margin:8px 0}
      .legend i{display:inline-block;width:14px;height:10px;border-radius:2px;margin-right:6px}
      .legend .s{background:var(--accent)}.legend .f{background:var(--bad)}
      .legend .u{background:var(--soft)}.legend .g{background:var(--good);opacity:.4}
      .legend .h{background:var(--heed)}
      td.t{white-space:nowrap;font-variant-numeric:tabular-nums}td.n{text-align:right}
      td.w{overflow-wrap:anywhere;min-width:220px}
      details summary{cursor:pointer;color:var(--accent)}
      details table{margin:6px 0;font-size:13px}
      tr.line td{background:var(--panel);color:var(--bad);font-weight:600}
      @media (max-width:640px){body{padding:14px 12px 40px}td,th{padding:4px 6px}
      dl.facts{grid-template-columns:repeat(auto-fill,minmax(150px,1fr))}}
      @media print{details>*{display:block}.wide{overflow:visible}}
      """;

  private final Chronicle chronicle;
  private final StringBuilder page = new StringBuilder();

  private ReportHtml(Chronicle chronicle) {
    this.chronicle = chronicle;
  }

  /** The page. */
  public static String of(Chronicle chronicle) {
    ReportHtml html = new ReportHtml(chronicle);
    html.write();
    String title = ReportFacts.title(chronicle) + ": " + Standing.words(chronicle.state());
    return HtmlPage.of(title, STYLE + TimeLine.STYLE, html.page.toString());
  }

  private void write() {
    String mood = ReportFacts.mood(chronicle.state());
    page.append(
        "<h1>%s<span class=\"badge %s\">%s</span></h1>\n"
            .formatted(
                text(ReportFacts.title(chronicle)), mood, text(Standing.words(chronicle.state()))));
    page.append(
        "<p class=\"note\">Run <code>%s</code>. All times are UTC.</p>\n"
            .formatted(text(chronicle.plan().id().text())));
    page.append("<dl class=\"facts\">\n");
    ReportFacts.of(chronicle)
        .forEach(
            fact ->
                page.append(
                    "<div><dt>%s</dt><dd>%s</dd></div>\n"
                        .formatted(text(fact.name()), text(fact.value()))));
    page.append("</dl>\n");
    answers(mood);
    picture();
    moments();
    steps();
    facts("Inputs", ReportFacts.inputs(chronicle));
    facts("Evidence", ReportFacts.evidence(chronicle));
  }

  private void answers(String mood) {
    page.append("<section class=\"answers %s\">\n".formatted(mood));
    List<Chronicle.StepStory> failed = ReportFacts.failed(chronicle);
    for (Chronicle.StepStory step : failed) {
      page.append("<h3>What failed: %s</h3>\n".formatted(text(step.at().toString())));
      step.heading()
          .range()
          .ifPresent(
              range -> page.append("<p class=\"note\">" + text(range.toString()) + "</p>\n"));
      step.words()
          .trouble()
          .ifPresent(
              trouble ->
                  page.append(
                      "<pre>%s</pre><p class=\"note\">hint: %s</p>\n"
                          .formatted(lines(trouble.what()), lines(trouble.hint()))));
    }
    page.append(
        "<h3>State</h3><p>%s</p>\n<h3>What can be done now</h3><pre>"
            .formatted(text(Standing.situation(chronicle.state()))));
    ReportFacts.now(chronicle).forEach(line -> page.append(text(line)).append('\n'));
    page.append("</pre></section>\n");
  }

  private void picture() {
    String picture = TimeLine.of(chronicle);
    if (picture.isEmpty()) {
      return;
    }
    page.append("<h2>Time line</h2>\n<div class=\"wide\">\n")
        .append(picture)
        .append("</div>\n<p class=\"legend\"><span><i class=\"s\"></i>step</span>")
        .append("<span><i class=\"f\"></i>failed, in doubt, or out of service</span>")
        .append("<span><i class=\"h\"></i>this API server down</span>")
        .append("<span><i class=\"g\"></i>serves</span><span><i class=\"u\"></i>undo</span>")
        .append("<span>Numbers are those of the tables below.</span></p>\n");
  }

  private void moments() {
    if (chronicle.moments().isEmpty()) {
      return;
    }
    heads("What happened when", "", "Time", "", "");
    for (int index = 0; index < chronicle.moments().size(); index++) {
      Chronicle.Moment moment = chronicle.moments().get(index);
      page.append(
          """
          <tr><td class="n">%d</td><td class="t">%s</td><td class="t %s">%s</td><td class="w">%s</td></tr>
          """
              .formatted(
                  index + 1,
                  ReportFacts.time(moment.at()),
                  TimeLine.kind(moment.kind()),
                  moment.kind().words(),
                  lines(moment.text())));
    }
    page.append("</table></div>\n");
  }

  private void heads(String title, String... heads) {
    page.append("<h2>").append(title).append("</h2><div class=\"wide\"><table><tr>");
    for (String head : heads) {
      page.append("<th>").append(head).append("</th>");
    }
    page.append("</tr>\n");
  }

  private void steps() {
    heads("Steps", "", "Step", "Host", "", "Began", "Took", "");
    for (int index = 0; index < chronicle.steps().size(); index++) {
      Chronicle.StepStory step = chronicle.steps().get(index);
      if (ReportFacts.drawsTheLine(chronicle, index)) {
        page.append(
            "<tr class=\"line\"><td colspan=\"7\">point of no return: %s</td></tr>\n"
                .formatted(text(chronicle.plan().noReturn().orElseThrow().why())));
      }
      step(step);
    }
    page.append("</table></div>\n");
  }

  private void step(Chronicle.StepStory step) {
    page.append(
        """
        <tr><td class="n">%d</td><td title="%s">%s</td><td>%s</td><td class="t %s">%s</td>
        <td class="t">%s</td><td class="t n">%s</td><td class="w">%s\
        """
            .formatted(
                chronicle.number(step.at()),
                text(step.heading().title()),
                text(step.at().step().text()),
                text(step.at().host().map(HostName::text).orElse("")),
                ReportFacts.mood(step.fate()),
                step.fate().words(),
                step.span().map(span -> ReportFacts.time(span.from())).orElse(""),
                step.span().map(span -> Style.elapsed(span.length())).orElse(""),
                lines(ReportFacts.words(step))));
    effects("effect", step.deeds().effects());
    effects("inverse", step.deeds().undone());
    page.append("</td></tr>\n");
  }

  private void effects(String name, List<Chronicle.EffectStory> effects) {
    if (effects.isEmpty()) {
      return;
    }
    page.append(
        "<details><summary>%d %s</summary><table>\n"
            .formatted(effects.size(), effects.size() == 1 ? name : name + "s"));
    for (Chronicle.EffectStory story : effects) {
      boolean waits = story.effect() instanceof Effect.Await;
      page.append(
          "<tr><td class=\"w%s\">%s%s</td><td class=\"t\">%s</td><td class=\"t n\">%s</td></tr>\n"
              .formatted(
                  waits ? " note" : "",
                  lines(EffectText.of(story.effect())),
                  story.notes().isEmpty()
                      ? ""
                      : "<br><code>" + lines(String.join("\n", story.notes())) + "</code>",
                  text(story.fate()),
                  Optional.of(story)
                      .flatMap(Chronicle.EffectStory::span)
                      .map(span -> Style.elapsed(span.length()))
                      .orElse("")));
    }
    page.append("</table></details>\n");
  }

  private void facts(String title, List<ReportFacts.Fact> facts) {
    if (facts.isEmpty()) {
      return;
    }
    page.append("<h2>%s</h2>\n<div class=\"wide\"><table>\n".formatted(title));
    facts.forEach(
        fact ->
            page.append(
                "<tr><td>%s</td><td class=\"w\"><code>%s</code></td></tr>\n"
                    .formatted(text(fact.name()), text(fact.value()))));
    page.append("</table></div>\n");
  }

  private static String text(String text) {
    return HtmlPage.escaped(text);
  }

  /** Several lines of text; each is escaped. */
  private static String lines(String text) {
    return text.lines().map(HtmlPage::escaped).reduce((one, two) -> one + "<br>" + two).orElse("");
  }
}
