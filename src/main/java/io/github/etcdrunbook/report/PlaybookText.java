package io.github.etcdrunbook.report;

import io.github.etcdrunbook.playbook.Datum;
import io.github.etcdrunbook.playbook.Group;
import io.github.etcdrunbook.playbook.Input;
import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Step;
import io.github.etcdrunbook.world.EffectText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A playbook as a person reads it before planning: what it is for, what it asks for, its steps in
 * order with gates and the point of no return. Pure.
 */
public final class PlaybookText {
  private final Playbook playbook;
  private final Style style;
  private final List<String> lines = new ArrayList<>();

  private PlaybookText(Playbook playbook, Style style) {
    this.playbook = Objects.requireNonNull(playbook, "playbook");
    this.style = Objects.requireNonNull(style, "style");
  }

  /** The lines of the playbook. */
  public static List<String> of(Playbook playbook, Style style) {
    PlaybookText text = new PlaybookText(playbook, style);
    text.write();
    return text.lines;
  }

  /** Name, title and risk in one line. */
  public static String oneLine(Playbook playbook, Style style) {
    Playbook.Heading heading = playbook.heading();
    String risk = heading.risk().isEmpty() ? "" : ". Risk: " + heading.risk();
    return style.strong(PlanText.padded(heading.name(), 24))
        + " "
        + Style.harmless((heading.title() + risk).replace('\n', ' '));
  }

  private void write() {
    Playbook.Heading heading = playbook.heading();
    lines.add(style.strong(heading.name()) + "   " + Style.harmless(heading.title()));
    lines.add("");
    heading.summary().lines().map(Style::harmless).forEach(lines::add);
    if (!heading.risk().isEmpty()) {
      lines.add(style.heed("Risk: ") + Style.harmless(heading.risk().strip()));
    }
    if (!playbook.inputs().isEmpty()) {
      lines.add("");
      lines.add("Inputs:");
      playbook.inputs().forEach(this::input);
    }
    lines.add("");
    lines.add("Steps:");
    playbook
        .entries()
        .forEach(
            entry -> {
              switch (entry) {
                case Step step -> step(step, "  ");
                case Group group -> group(group);
              }
            });
  }

  private void input(Input input) {
    String otherwise =
        input.byDefault().map(value -> "default " + written(value)).orElse("required");
    lines.add(
        "  "
            + style.strong(PlanText.padded(input.name(), 18))
            + "  "
            + type(input.type())
            + ", "
            + (input.secret() ? "secret, " : "")
            + Style.harmless(otherwise));
    if (!input.description().isEmpty()) {
      lines.add("      " + Style.harmless(input.description()));
    }
  }

  private static String type(Input.Type type) {
    return switch (type) {
      case Input.Type.Simple simple -> simple.kind().name().toLowerCase(Locale.ROOT);
      case Input.Type.Choice choice -> "one of " + String.join(", ", choice.allowed());
      case Input.Type.ListOf list -> "list of " + type(list.item());
    };
  }

  /** A value as it stands in a playbook. */
  static String written(Datum value) {
    return switch (value) {
      case Datum.Text text -> '"' + text.text() + '"';
      case Datum.Whole whole -> Long.toString(whole.number());
      case Datum.Real real -> Double.toString(real.number());
      case Datum.Truth truth -> Boolean.toString(truth.holds());
      case Datum.Span span -> EffectText.of(span.length());
      case Datum.Many many ->
          many.items().stream()
              .map(PlaybookText::written)
              .collect(Collectors.joining(", ", "[", "]"));
      case Datum.Parts parts ->
          parts.parts().stream()
              .map(part -> part.name() + ": " + written(part.value()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  private void group(Group group) {
    marks(group.manner(), "  ");
    title(group.id().text(), group.title().written(), "", "  ");
    group.steps().forEach(step -> step(step, "    "));
  }

  private void step(Step step, String indent) {
    marks(step.manner(), indent);
    String uses = step.use().map(use -> use.action().manual().name()).orElse("requires only");
    title(step.id().text(), step.title().written(), uses, indent);
  }

  private void title(String id, String title, String uses, String indent) {
    lines.add(
        indent
            + style.strong(PlanText.padded(id, 18))
            + "  "
            + Style.harmless(title)
            + (uses.isEmpty() ? "" : style.faint("   " + uses)));
  }

  private void marks(Manner manner, String indent) {
    if (manner.pointOfNoReturn()) {
      lines.add(indent + style.bad("═══ point of no return ═══"));
    }
    manner
        .confirm()
        .ifPresent(
            gate ->
                lines.add(
                    indent
                        + style.heed("? asks: ")
                        + Style.harmless(gate.question().written().strip())
                        + gate.phrase()
                            .map(phrase -> " Typed answer: " + Style.harmless(phrase.written()))
                            .orElse("")));
  }
}
