package io.github.etcdrunbook.yaml;

import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.source.SourceRange;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A single value as it was written: its text and how it was quoted. What the text means is left to
 * the type of the field that takes it, so {@code no}, {@code 0644} and {@code 3.10} stay text where
 * text is wanted; the readings offered here are those of YAML 1.2. Immutable.
 */
public record Scalar(String text, Style style, SourceRange range, Origin origin) implements Node {
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,19}");
  private static final Pattern REAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  /** How a scalar is written. */
  public enum Style {
    /** Without quotes. */
    PLAIN,
    /** In single quotes. */
    SINGLE_QUOTED,
    /** In double quotes, with escapes. */
    DOUBLE_QUOTED,
    /** After a {@code |}. */
    LITERAL,
    /** After a {@code >}. */
    FOLDED
  }

  /** Where the written form stands: offsets in the file's text, quotes and header included. */
  public record Origin(SourceFile file, int start, int end) {}

  /** Rejects missing parts. */
  public Scalar {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(style, "style");
    Objects.requireNonNull(range, "range");
    Objects.requireNonNull(origin, "origin");
  }

  /** The place of a part of {@link #text()}, also through quotes, escapes and folded lines. */
  public SourceRange range(int from, int to) {
    return ScalarOffsets.of(this).range(from, to);
  }

  /** A part of this scalar's text that keeps its place. */
  public ScalarPart part(int from, int to) {
    return new ScalarPart(this, from, to);
  }

  /** The whole text as a part. */
  public ScalarPart whole() {
    return new ScalarPart(this, 0, text.length());
  }

  /** Whether the value is written without quotes, so that it can be more than text. */
  public boolean isPlain() {
    return style == Style.PLAIN;
  }

  /** Whether nothing is said: an empty value, {@code ~} or {@code null}. */
  public boolean isNull() {
    return isPlain()
        && switch (text) {
          case "", "~", "null", "Null", "NULL" -> true;
          default -> false;
        };
  }

  /** The truth value, when this is one. */
  public Optional<Boolean> asBoolean() {
    return !isPlain()
        ? Optional.empty()
        : switch (text) {
          case "true", "True", "TRUE" -> Optional.of(true);
          case "false", "False", "FALSE" -> Optional.of(false);
          default -> Optional.empty();
        };
  }

  /** The whole number, when this is one that fits 64 bits: decimal, {@code 0x} or {@code 0o}. */
  public Optional<Long> asWhole() {
    if (!isPlain()) {
      return Optional.empty();
    }
    try {
      if (text.startsWith("0x")) {
        return Optional.of(Long.parseLong(text.substring(2), 16));
      }
      if (text.startsWith("0o")) {
        return Optional.of(Long.parseLong(text.substring(2), 8));
      }
      return WHOLE.matcher(text).matches()
          ? Optional.of(Long.parseLong(text))
          : Optional.<Long>empty();
    } catch (NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }

  /** The number with or without a fraction, when this is one. */
  public Optional<Double> asReal() {
    return isPlain() && REAL.matcher(text).matches()
        ? Optional.of(Double.parseDouble(text))
        : Optional.empty();
  }
}
