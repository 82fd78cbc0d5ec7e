package io.github.etcdrunbook.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A finding about a user's file: what is wrong, where, and what to do. Immutable; ordered as a
 * reader goes through files. {@code within} is the path of keys around the place, such as {@code
 * steps[3].with.member}.
 */
public record Diagnostic(
    Severity severity,
    RuleId rule,
    SourceRange range,
    String message,
    Optional<String> hint,
    Optional<String> within,
    List<Related> related)
    implements Comparable<Diagnostic> {
  private static final Comparator<Diagnostic> READING_ORDER =
      Comparator.comparing(Diagnostic::range)
          .thenComparing(Diagnostic::severity)
          .thenComparing(Diagnostic::rule)
          .thenComparing(Diagnostic::message);

  /** Another place that belongs to a finding, such as the first of two equal names. */
  public record Related(SourceRange range, String message) {
    /** Rejects missing parts. */
    public Related {
      Objects.requireNonNull(range, "range");
      Objects.requireNonNull(message, "message");
    }
  }

  /** Rejects missing parts and copies the list. */
  public Diagnostic {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(range, "range");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(hint, "hint");
    Objects.requireNonNull(within, "within");
    related = List.copyOf(related);
  }

  /** A finding that stops everything. */
  public static Diagnostic error(String rule, SourceRange range, String message) {
    return of(Severity.ERROR, rule, range, message);
  }

  /** A finding that is only told. */
  public static Diagnostic warning(String rule, SourceRange range, String message) {
    return of(Severity.WARNING, rule, range, message);
  }

  private static Diagnostic of(Severity severity, String rule, SourceRange range, String message) {
    return new Diagnostic(
        severity, new RuleId(rule), range, message, Optional.empty(), Optional.empty(), List.of());
  }

  /** The same finding with an advice; an empty advice changes nothing. */
  public Diagnostic hint(Optional<String> advice) {
    return advice.isEmpty()
        ? this
        : new Diagnostic(severity, rule, range, message, advice, within, related);
  }

  /** The same finding with an advice. */
  public Diagnostic hint(String advice) {
    return hint(Optional.of(advice));
  }

  /** The same finding with the path of keys around it. */
  public Diagnostic within(String path) {
    return new Diagnostic(severity, rule, range, message, hint, Optional.of(path), related);
  }

  /** The same finding with one more place that belongs to it. */
  public Diagnostic related(SourceRange place, String what) {
    List<Related> more = new ArrayList<>(related);
    more.add(new Related(place, what));
    return new Diagnostic(severity, rule, range, message, hint, within, more);
  }

  /** Whether this finding stops everything. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  @Override
  public int compareTo(Diagnostic other) {
    return READING_ORDER.compare(this, other);
  }
}
