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
  private static final int NAME_WIDTH = 22;
  private static final String GAP = "   ";

  private final Playbook playbook;
  private final Style style;
  private final int columns;
  private final List<String> lines = new ArrayList<>();

  private PlaybookText(Playbook playbook, Style style, int columns) {
    this.playbook = Objects.requireNonNull(playbook, "playbook");
    this.style = Objects.requireNonNull(style, "style");
    this.columns = columns;
  }

  /** The lines of the playbook, for a terminal of this width. */
  public static List<String> of(Playbook playbook, Style style, int columns) {
    PlaybookText text = new PlaybookText(playbook, style, columns);
    text.write();
    return text.lines;
  }

  /** Playbooks by what they are for, each with its title and its risk. */
  public static List<String> list(List<Playbook> playbooks, Style style, int columns) {
    List<String> lines = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      List<Playbook> of = playbooks.stream().filter(one -> Kind.of(one) == kind).toList();
      if (!of.isEmpty()) {
        lines.add((lines.isEmpty() ? "" : "\n") + style.strong(kind.text));
        of.forEach(one -> entry(one, style, columns, lines));
      }
    }
    return lines;
  }

  /** How playbooks are grouped in a list. */
  private enum Kind {
    INCIDENT("Incident: something is broken"),
    ROUTINE("Routine: nothing is broken"),
    READ_ONLY("Read only: changes nothing"),
    OTHER("Other");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    static Kind of(Playbook playbook) {
      if (playbook.isReadOnly()) {
        return READ_ONLY;
      }
      return playbook
          .heading()
          .occasion()
          .map(
              occasion ->
                  switch (occasion) {
                    case INCIDENT -> Kind.INCIDENT;
                    case ROUTINE -> Kind.ROUTINE;
                  })
          .orElse(OTHER);
    }
  }

  private static void entry(Playbook playbook, Style style, int columns, List<String> lines) {
    Playbook.Heading heading = playbook.heading();
    String name = "  " + PlanText.padded(heading.name(), NAME_WIDTH) + " ";
    lines.addAll(
        Wrapping.of(style.strong(name), name.length(), harmless(heading.title()), columns));
    if (!heading.risk().isEmpty()) {
      lines.addAll(
          Wrapping.of(" ".repeat(name.length()), "Risk: " + harmless(heading.risk()), columns));
    }
  }

  private static String harmless(String text) {
    return Style.harmless(text.strip().replace('\n', ' '));
  }

  private void write() {
    Playbook.Heading heading = playbook.heading();
    lines.add(style.strong(heading.name()) + "   " + Style.harmless(heading.title()));
    lines.add("");
    lines.addAll(Wrapping.of("", harmless(heading.summary()), columns));
    if (!heading.risk().isEmpty()) {
      lines.addAll(Wrapping.of(style.heed("Risk: "), 6, harmless(heading.risk()), columns));
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
    List<String> refusals = PlaybookRefusals.of(playbook);
    if (!refusals.isEmpty()) {
      lines.add("");
      lines.add("Refuses, or says so:");
      refusals.forEach(one -> lines.addAll(Wrapping.of("  - ", Style.harmless(one), columns)));
    }
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
      lines.addAll(Wrapping.of("      ", harmless(input.description()), columns));
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
    String head = indent + PlanText.padded(id, 18) + "  ";
    List<String> wrapped =
        new ArrayList<>(
            Wrapping.of(style.strong(head), head.length(), Style.harmless(title), columns));
    boolean fits =
        wrapped.size() == 1
            && head.length() + title.length() + GAP.length() + uses.length() <= columns;
    if (fits && !uses.isEmpty()) {
      wrapped.set(0, wrapped.getFirst() + style.faint(GAP + uses));
    } else if (!uses.isEmpty()) {
      wrapped.add(" ".repeat(head.length()) + style.faint(uses));
    }
    lines.addAll(wrapped);
  }

  private void marks(Manner manner, String indent) {
    if (manner.pointOfNoReturn()) {
      lines.add(indent + style.bad("═══ point of no return ═══"));
    }
    manner
        .confirm()
        .ifPresent(
            gate -> {
              asks(indent, style.heed("? asks: "), gate.question().written());
              gate.phrase()
                  .ifPresent(
                      phrase -> asks(indent, " ".repeat(8), "Typed answer: " + phrase.written()));
            });
  }

  private void asks(String indent, String head, String text) {
    lines.addAll(Wrapping.of(indent + head, indent.length() + 8, harmless(text), columns));
  }
}
