package io.github.etcdrunbook.report;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectText;
import java.util.ArrayList;
import java.util.List;

/**
 * The report of a run as Markdown, for a ticket: what came of it first, then what happened when,
 * every step and every effect. Whatever came from hosts, files or people stands in code, where it
 * can neither format nor link nor call anybody. Pure.
 */
public final class ReportMarkdown {
  private final Chronicle chronicle;
  private final List<String> lines = new ArrayList<>();

  private ReportMarkdown(Chronicle chronicle) {
    this.chronicle = chronicle;
  }

  /** The lines. */
  public static List<String> of(Chronicle chronicle) {
    ReportMarkdown markdown = new ReportMarkdown(chronicle);
    markdown.write();
    return List.copyOf(markdown.lines);
  }

  private void write() {
    lines.add(
        "# "
            + MarkdownText.plain(ReportFacts.title(chronicle))
            + ": "
            + MarkdownText.plain(Standing.words(chronicle.state())));
    lines.add("");
    lines.add("Run " + MarkdownText.code(chronicle.plan().id().text()) + ". All times are UTC.");
    lines.add("");
    table("", "");
    ReportFacts.of(chronicle).forEach(fact -> row(fact.name(), MarkdownText.cell(fact.value())));
    answers();
    moments();
    steps();
    effects();
    facts("Inputs", ReportFacts.inputs(chronicle));
    facts("Evidence", ReportFacts.evidence(chronicle));
  }

  private void facts(String title, List<ReportFacts.Fact> facts) {
    if (!facts.isEmpty()) {
      lines.add("");
      lines.add("## " + title);
      lines.add("");
      facts.forEach(fact -> lines.add("- " + fact.name() + ": " + MarkdownText.code(fact.value())));
    }
  }

  private void answers() {
    for (Chronicle.StepStory step : ReportFacts.failed(chronicle)) {
      lines.add("");
      lines.add("## What failed: " + MarkdownText.code(step.at().toString()));
      step.heading()
          .range()
          .ifPresent(
              range -> {
                lines.add("");
                lines.add(MarkdownText.code(range.toString()));
              });
      step.words()
          .trouble()
          .ifPresent(
              trouble -> {
                lines.add("");
                lines.addAll(MarkdownText.block(trouble.what()));
                lines.add("");
                lines.add("Hint: " + MarkdownText.code(trouble.hint()));
              });
    }
    lines.add("");
    lines.add("## State and what can be done now");
    lines.add("");
    lines.add("State: " + Standing.situation(chronicle.state()));
    lines.add("");
    lines.addAll(MarkdownText.block(String.join("\n", ReportFacts.now(chronicle))));
  }

  private void moments() {
    if (chronicle.moments().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("## What happened when");
    lines.add("");
    table("Time", "", "");
    chronicle
        .moments()
        .forEach(
            moment ->
                row(
                    ReportFacts.time(moment.at()),
                    moment.kind().words(),
                    MarkdownText.cell(moment.text())));
  }

  private void steps() {
    lines.add("");
    lines.add("## Steps");
    lines.add("");
    table("", "Step", "Host", "", "Began", "Took", "");
    for (int index = 0; index < chronicle.steps().size(); index++) {
      Chronicle.StepStory step = chronicle.steps().get(index);
      if (ReportFacts.drawsTheLine(chronicle, index)) {
        String why = chronicle.plan().noReturn().orElseThrow().why();
        row("", "**point of no return**", "", "", "", "", MarkdownText.cell(why));
      }
      row(
          String.valueOf(chronicle.number(step.at())),
          MarkdownText.plain(step.at().step().text()),
          MarkdownText.plain(step.at().host().map(HostName::text).orElse("")),
          step.fate().words(),
          step.span().map(span -> ReportFacts.time(span.from())).orElse(""),
          step.span().map(span -> Style.elapsed(span.length())).orElse(""),
          MarkdownText.cell(ReportFacts.words(step)));
    }
  }

  private void effects() {
    List<Chronicle.EffectStory> done = new ArrayList<>();
    List<Chronicle.EffectStory> undone = new ArrayList<>();
    for (Chronicle.StepStory step : chronicle.steps()) {
      step.deeds().effects().stream()
          .filter(story -> !(story.effect() instanceof Effect.Await) || !story.notes().isEmpty())
          .filter(story -> story.span().isPresent())
          .forEach(done::add);
      undone.addAll(step.deeds().undone());
    }
    effects("Effects", done);
    effects("Taken back", undone);
  }

  private void effects(String title, List<Chronicle.EffectStory> effects) {
    if (effects.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("## " + title);
    lines.add("");
    table("Time", "Step", "Effect", "", "Took", "Notes");
    effects.stream()
        .sorted(
            (one, two) ->
                one.span().orElseThrow().from().compareTo(two.span().orElseThrow().from()))
        .forEach(
            story ->
                row(
                    ReportFacts.time(story.span().orElseThrow().from()),
                    MarkdownText.plain(story.ref().toString()),
                    MarkdownText.cell(EffectText.withHost(story.effect())),
                    story.fate(),
                    Style.elapsed(story.span().orElseThrow().length()),
                    MarkdownText.cell(String.join("; ", story.notes()))));
  }

  private void table(String... heads) {
    row(heads);
    lines.add("|" + " --- |".repeat(heads.length));
  }

  private void row(String... cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
  }
}
