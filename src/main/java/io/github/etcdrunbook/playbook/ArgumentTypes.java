package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.expression.ExprValue;
import io.github.etcdrunbook.expression.ExpressionType;
import io.github.etcdrunbook.expression.ExpressionType.Basic;
import io.github.etcdrunbook.expression.ExpressionType.ListOf;
import io.github.etcdrunbook.expression.RecordMapping;
import io.github.etcdrunbook.source.Suggestion;
import io.github.etcdrunbook.world.Value;
import io.github.etcdrunbook.yaml.Scalar;
import io.github.etcdrunbook.yaml.Units;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What kinds of Java types arguments have, and how they are called in messages. Pure. */
final class ArgumentTypes {
  /** The kinds of types that an argument can have. */
  enum Kind {
    TEXT,
    TRUTH,
    WHOLE,
    REAL,
    SPAN,
    CHOICE,
    IDENTITY,
    PATH,
    LIST,
    MAP,
    RECORD,
    OPTIONAL,
    VALUE
  }

  private ArgumentTypes() {}

  static Kind kind(Type type) {
    Class<?> raw = raw(type);
    if (raw == String.class) {
      return Kind.TEXT;
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return Kind.TRUTH;
    }
    if (raw == long.class || raw == Long.class || raw == int.class || raw == Integer.class) {
      return Kind.WHOLE;
    }
    if (raw == double.class || raw == Double.class) {
      return Kind.REAL;
    }
    if (raw == Duration.class) {
      return Kind.SPAN;
    }
    if (raw == Path.class) {
      return Kind.PATH;
    }
    if (raw == Optional.class) {
      return Kind.OPTIONAL;
    }
    return composite(raw);
  }

  private static Kind composite(Class<?> raw) {
    if (raw.isEnum()) {
      return Kind.CHOICE;
    }
    if (raw == Value.class) {
      return Kind.VALUE;
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return Kind.LIST;
    }
    if (Map.class.isAssignableFrom(raw)) {
      return Kind.MAP;
    }
    if (raw.isRecord()) {
      return RecordMapping.isIdentity(raw) ? Kind.IDENTITY : Kind.RECORD;
    }
    throw new IllegalStateException("an argument cannot be a " + raw.getName());
  }

  static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType generic -> (Class<?>) generic.getRawType();
      default -> throw new IllegalStateException("an argument cannot be a " + type);
    };
  }

  static Type parameter(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }

  /** What is wanted, for messages. */
  static String wanted(Type type) {
    return switch (kind(type)) {
      case TEXT -> "a text";
      case TRUTH -> "true or false";
      case WHOLE -> "a whole number";
      case REAL -> "a number";
      case SPAN -> "a duration such as `90s` or `15m`";
      case CHOICE -> "one of " + Suggestion.list(words(raw(type)));
      case IDENTITY -> "a " + spaced(raw(type).getSimpleName());
      case PATH -> "a path";
      case LIST -> "a list";
      case MAP, RECORD -> "a map";
      case OPTIONAL, VALUE -> wanted(parameter(type, 0));
    };
  }

  private static String spaced(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  /** The words of an enum, as they are written. */
  static List<String> words(Class<?> choice) {
    return Arrays.stream(choice.getEnumConstants()).map(Object::toString).toList();
  }

  /** Whether what an expression yields can be made into a type. */
  static boolean accepts(Type type, ExpressionType given) {
    if (given == Basic.ANY) {
      return true;
    }
    return switch (kind(type)) {
      case TEXT -> given.isScalar();
      case PATH, CHOICE, IDENTITY -> given == Basic.STRING;
      case TRUTH -> given == Basic.BOOL;
      case WHOLE -> given == Basic.INT;
      case REAL -> given == Basic.INT || given == Basic.DOUBLE;
      case SPAN -> given == Basic.DURATION || given == Basic.STRING;
      case LIST -> given instanceof ListOf list && accepts(parameter(type, 0), list.item());
      case MAP, RECORD -> !given.isScalar() && !(given instanceof ListOf);
      case OPTIONAL, VALUE -> accepts(parameter(type, 0), given);
    };
  }

  /** What a single written value says when a type is wanted; empty when it does not fit. */
  static Optional<ExprValue> read(Type type, Scalar scalar) {
    return switch (kind(type)) {
      case TEXT, PATH, CHOICE, IDENTITY -> Optional.of(ExprValue.of(scalar.text()));
      case TRUTH -> scalar.asBoolean().map(ExprValue::of);
      case WHOLE ->
          scalar
              .asWhole()
              .or(() -> scalar.isPlain() ? Units.size(scalar.text()) : Optional.empty())
              .map(ExprValue::of);
      case REAL -> scalar.asReal().map(ExprValue.Real::new);
      case SPAN -> Units.duration(scalar.text()).map(ExprValue.Span::new);
      case OPTIONAL, VALUE -> read(parameter(type, 0), scalar);
      case LIST, MAP, RECORD -> Optional.empty();
    };
  }
}
