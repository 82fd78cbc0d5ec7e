package io.github.etcdrunbook.source;

import java.util.List;
import java.util.Optional;

/**
 * A finding as it leaves the program: plain components that a JSON writer can print as they are.
 * The human text is made from this form, so that both agree. Immutable.
 */
public record DiagnosticForm(
    String severity,
    String rule,
    String message,
    Place place,
    Optional<String> within,
    Optional<String> hint,
    List<RelatedForm> related) {
  /** Copies the list. */
  public DiagnosticForm {
    related = List.copyOf(related);
  }

  /** A range with its excerpt: lines and columns start at 1, the end is exclusive. */
  public record Place(
      String file,
      int line,
      int column,
      int endLine,
      int endColumn,
      Optional<String> excerpt,
      Optional<String> caret) {
    static Place of(SourceRange range, Sources sources) {
      Optional<Excerpt> excerpt = sources.excerpt(range);
      return new Place(
          range.file(),
          range.start().line(),
          range.start().column(),
          range.end().line(),
          range.end().column(),
          excerpt.map(Excerpt::line),
          excerpt.map(Excerpt::caret));
    }
  }

  /** Another place that belongs to the finding. */
  public record RelatedForm(Place place, String message) {}

  /** The form of a finding. */
  public static DiagnosticForm of(Diagnostic finding, Sources sources) {
    return new DiagnosticForm(
        finding.severity().word(),
        finding.rule().text(),
        finding.message(),
        Place.of(finding.range(), sources),
        finding.within(),
        finding.hint(),
        finding.related().stream()
            .map(other -> new RelatedForm(Place.of(other.range(), sources), other.message()))
            .toList());
  }

  /** The forms of findings, in reading order, each finding once. */
  public static List<DiagnosticForm> all(List<Diagnostic> findings, Sources sources) {
    return findings.stream().distinct().sorted().map(finding -> of(finding, sources)).toList();
  }

  /** The text for a person, several lines, without a line break at the end. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(head(place)).append(severity).append('[').append(rule).append("]: ").append(message);
    appendExcerpt(out, place);
    within.ifPresent(path -> out.append("\n  in: ").append(path));
    for (RelatedForm other : related) {
      out.append('\n').append(head(other.place)).append("note: ").append(other.message);
      appendExcerpt(out, other.place);
    }
    hint.ifPresent(advice -> out.append("\n  hint: ").append(advice));
    return out.toString();
  }

  private static String head(Place place) {
    return place.file + ":" + place.line + ":" + place.column + ": ";
  }

  private static void appendExcerpt(StringBuilder out, Place place) {
    if (place.excerpt.isPresent() && place.caret.isPresent()) {
      out.append("\n    ").append(place.excerpt.get());
      out.append("\n    ").append(place.caret.get());
    }
  }
}
