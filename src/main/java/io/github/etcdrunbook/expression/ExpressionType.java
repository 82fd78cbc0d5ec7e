package io.github.etcdrunbook.expression;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What an expression yields and what a name in it stands for. Immutable. */
public sealed interface ExpressionType {
  /** Types without parts. Sizes are whole numbers of bytes; paths, hosts and ids are strings. */
  enum Basic implements ExpressionType {
    /** True or false. */
    BOOL,
    /** A whole number of 64 bits. */
    INT,
    /** A number with a fraction. */
    DOUBLE,
    /** Text. */
    STRING,
    /** A length of time. */
    DURATION,
    /** Known only when it is there: checked at evaluation. */
    ANY
  }

  /** A list of equal things. */
  record ListOf(ExpressionType item) implements ExpressionType {}

  /** A map by text, with any keys. */
  record MapOf(ExpressionType value) implements ExpressionType {}

  /** A record: a fixed set of fields, of which some may be absent. */
  record Shape(String name, Map<String, ExpressionType> fields, Set<String> optional)
      implements ExpressionType {
    /** Copies the parts. */
    public Shape {
      Objects.requireNonNull(name, "name");
      fields = Map.copyOf(fields);
      optional = Set.copyOf(optional);
    }

    /** A record of which every field is there. */
    public static Shape of(String name, Map<String, ExpressionType> fields) {
      return new Shape(name, fields, Set.of());
    }
  }

  /** What a person calls the type. */
  default String describe() {
    return switch (this) {
      case Basic basic -> basic.name().toLowerCase(Locale.ROOT);
      case ListOf list -> "list of " + list.item.describe();
      case MapOf map -> "map of " + map.value.describe();
      case Shape shape -> shape.name;
    };
  }

  /** Whether the value can stand inside of a text. */
  default boolean isScalar() {
    return this instanceof Basic;
  }

  /** Whether a value of the other type can be used where this one is wanted. */
  default boolean accepts(ExpressionType other) {
    if (this == Basic.ANY || other == Basic.ANY || equals(other)) {
      return true;
    }
    if (this instanceof ListOf wanted && other instanceof ListOf given) {
      return wanted.item.accepts(given.item);
    }
    if (this instanceof MapOf wanted && other instanceof MapOf given) {
      return wanted.value.accepts(given.value);
    }
    return this == Basic.DOUBLE && other == Basic.INT;
  }
}
