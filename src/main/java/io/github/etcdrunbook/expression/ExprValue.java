package io.github.etcdrunbook.expression;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A value of an expression and how firm it is. {@link Drifting} marks what was seen and may be
 * different at the run; {@link Unknown} what becomes known after a step. Both may stand inside of
 * lists and maps. Immutable.
 */
public sealed interface ExprValue {
  /** True or false. */
  record Truth(boolean value) implements ExprValue {}

  /** A whole number. */
  record Whole(long value) implements ExprValue {}

  /** A number with a fraction. */
  record Real(double value) implements ExprValue {}

  /** Text. */
  record Text(String value) implements ExprValue {
    /** Rejects a missing text. */
    public Text {
      Objects.requireNonNull(value, "value");
    }
  }

  /** A length of time. */
  record Span(Duration value) implements ExprValue {
    /** Rejects a missing duration. */
    public Span {
      Objects.requireNonNull(value, "value");
    }
  }

  /** Null: nothing is said. */
  record Nothing() implements ExprValue {}

  /** A list. */
  record Items(List<ExprValue> items) implements ExprValue {
    /** Copies the list. */
    public Items {
      items = List.copyOf(items);
    }
  }

  /** A record or a map by text; an absent field is not among the keys. */
  record Fields(Map<String, ExprValue> fields) implements ExprValue {
    /** Copies the map. */
    public Fields {
      fields = Map.copyOf(fields);
    }
  }

  /** Seen as this, and read again at the run. */
  record Drifting(ExprValue seen) implements ExprValue {
    /** Rejects marks upon marks. */
    public Drifting {
      Objects.requireNonNull(seen, "seen");
      if (seen instanceof Drifting || seen instanceof Unknown) {
        throw new IllegalArgumentException("a drifting value is one that was seen: " + seen);
      }
    }
  }

  /** Known after these, such as {@code add_cp4} or {@code join@cp3}. */
  record Unknown(SortedSet<String> after) implements ExprValue {
    /** Copies the set, which is never empty. */
    public Unknown {
      if (after.isEmpty()) {
        throw new IllegalArgumentException("an unknown value becomes known after something");
      }
      after = Collections.unmodifiableSortedSet(new TreeSet<>(after));
    }

    /** Known after this one. */
    public static Unknown after(String step) {
      return new Unknown(new TreeSet<>(List.of(step)));
    }
  }

  /** The truth value. */
  static ExprValue of(boolean value) {
    return new Truth(value);
  }

  /** The number. */
  static ExprValue of(long value) {
    return new Whole(value);
  }

  /** The text. */
  static ExprValue of(String value) {
    return new Text(value);
  }

  /** The same value, marked as drifting; unknown stays unknown. */
  default ExprValue drifting() {
    return this instanceof Drifting || this instanceof Unknown ? this : new Drifting(this);
  }

  /** The value without its mark; unknown stays unknown. */
  default ExprValue seen() {
    return this instanceof Drifting drifting ? drifting.seen : this;
  }

  /** Whether the value or any part of it may be different at the run. */
  default boolean isDrifting() {
    return switch (this) {
      case Drifting drifting -> true;
      case Items list -> list.items.stream().anyMatch(ExprValue::isDrifting);
      case Fields map -> map.fields.values().stream().anyMatch(ExprValue::isDrifting);
      case Truth t -> false;
      case Whole w -> false;
      case Real r -> false;
      case Text t -> false;
      case Span s -> false;
      case Nothing n -> false;
      case Unknown u -> false;
    };
  }

  /** What the value and its parts wait for: empty when everything is known. */
  default SortedSet<String> waitsFor() {
    SortedSet<String> all = new TreeSet<>();
    switch (this) {
      case Unknown unknown -> all.addAll(unknown.after);
      case Drifting drifting -> all.addAll(drifting.seen.waitsFor());
      case Items list -> list.items.forEach(item -> all.addAll(item.waitsFor()));
      case Fields map -> map.fields.values().forEach(item -> all.addAll(item.waitsFor()));
      case Truth t -> {}
      case Whole w -> {}
      case Real r -> {}
      case Text t -> {}
      case Span s -> {}
      case Nothing n -> {}
    }
    return all;
  }

  /** The value as text for people: scalars as in a template, lists with commas. */
  default String toText() {
    return switch (this) {
      case Drifting drifting -> drifting.seen.toText();
      case Items list -> String.join(", ", list.items.stream().map(ExprValue::toText).toList());
      case Fields map ->
          String.join(
              ", ",
              new TreeMap<>(map.fields)
                  .entrySet().stream()
                      .map(field -> field.getKey() + ": " + field.getValue().toText())
                      .toList());
      case Nothing nothing -> "";
      case Unknown unknown -> "(known after " + String.join(", ", unknown.after) + ")";
      default -> Conversions.text(this);
    };
  }

  /** What a person calls this kind of value. */
  default String kind() {
    return switch (this) {
      case Truth t -> "bool";
      case Whole w -> "int";
      case Real r -> "double";
      case Text t -> "string";
      case Span s -> "duration";
      case Nothing n -> "null";
      case Items i -> "list";
      case Fields f -> "map";
      case Drifting d -> d.seen.kind();
      case Unknown u -> "unknown";
    };
  }
}
