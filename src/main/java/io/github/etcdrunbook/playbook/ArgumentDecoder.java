package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.expression.ExprValue;
import io.github.etcdrunbook.expression.ExprValue.Fields;
import io.github.etcdrunbook.expression.ExprValue.Items;
import io.github.etcdrunbook.expression.ExprValue.Real;
import io.github.etcdrunbook.expression.ExprValue.Span;
import io.github.etcdrunbook.expression.ExprValue.Text;
import io.github.etcdrunbook.expression.ExprValue.Truth;
import io.github.etcdrunbook.expression.ExprValue.Whole;
import io.github.etcdrunbook.source.Suggestion;
import io.github.etcdrunbook.world.Value;
import io.github.etcdrunbook.yaml.Units;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Values of expressions to Java objects of the types that argument records have. Pure; what does
 * not fit is said by {@link Misfit}.
 */
final class ArgumentDecoder {
  /** Why a value is not what is wanted; caught in this package. */
  static final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;
    private final String hint;

    Misfit(String message, Optional<String> hint) {
      super(message, null, false, false);
      this.hint = hint.orElse("");
    }

    Optional<String> hint() {
      return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
    }
  }

  private ArgumentDecoder() {}

  static Object decode(Type type, ExprValue given) throws Misfit {
    ExprValue value = given.seen();
    return switch (ArgumentTypes.kind(type)) {
      case TEXT -> text(type, value);
      case TRUTH -> value instanceof Truth truth ? truth.value() : misfit(type, value);
      case WHOLE -> whole(type, value);
      case REAL ->
          switch (value) {
            case Real real -> real.value();
            case Whole whole -> (double) whole.value();
            default -> misfit(type, value);
          };
      case SPAN -> span(type, value);
      case PATH -> path(text(type, value));
      case CHOICE -> choice(ArgumentTypes.raw(type), text(type, value));
      case IDENTITY -> identity(ArgumentTypes.raw(type), value);
      case OPTIONAL ->
          value instanceof ExprValue.Nothing
              ? Optional.empty()
              : Optional.of(decode(ArgumentTypes.parameter(type, 0), value));
      case VALUE -> {
        Object inner = decode(ArgumentTypes.parameter(type, 0), value);
        yield given.isDrifting() ? Value.drifting(inner) : Value.fixed(inner);
      }
      case LIST -> list(type, value);
      case MAP -> map(type, value);
      case RECORD -> record(ArgumentTypes.raw(type), value);
    };
  }

  private static Object misfit(Type type, ExprValue value) throws Misfit {
    String shown = value instanceof Text text ? "`" + text.value() + "`" : "a " + value.kind();
    throw new Misfit(
        ArgumentTypes.wanted(type) + " is wanted, and this is " + shown, Optional.empty());
  }

  private static String text(Type type, ExprValue value) throws Misfit {
    return switch (value) {
      case Items items -> (String) misfit(type, value);
      case Fields fields -> (String) misfit(type, value);
      case ExprValue.Nothing nothing -> (String) misfit(type, value);
      default -> value.toText();
    };
  }

  private static Object whole(Type type, ExprValue value) throws Misfit {
    if (!(value instanceof Whole whole)) {
      return misfit(type, value);
    }
    Class<?> raw = ArgumentTypes.raw(type);
    if (raw == long.class || raw == Long.class) {
      return whole.value();
    }
    if (whole.value() != (int) whole.value()) {
      throw new Misfit(whole.value() + " is too large here", Optional.empty());
    }
    return (int) whole.value();
  }

  private static Object span(Type type, ExprValue value) throws Misfit {
    if (value instanceof Span span) {
      return span.value();
    }
    Optional<Duration> read =
        value instanceof Text text ? Units.duration(text.value()) : Optional.empty();
    return read.isPresent() ? read.get() : misfit(type, value);
  }

  private static Path path(String text) throws Misfit {
    try {
      return Path.of(text);
    } catch (InvalidPathException wrong) {
      throw new Misfit("`" + text + "` is no path", Optional.empty());
    }
  }

  private static Object choice(Class<?> raw, String word) throws Misfit {
    for (Object constant : raw.getEnumConstants()) {
      if (constant.toString().equals(word)) {
        return constant;
      }
    }
    List<String> words = ArgumentTypes.words(raw);
    throw new Misfit(
        "`" + word + "` is none of " + Suggestion.list(words),
        Suggestion.nearest(word, words).map(nearest -> "did you mean `" + nearest + "`?"));
  }

  private static Object identity(Class<?> raw, ExprValue value) throws Misfit {
    Optional<Method> parse =
        Arrays.stream(raw.getDeclaredMethods())
            .filter(method -> method.getName().equals("parse"))
            .filter(method -> Modifier.isStatic(method.getModifiers()))
            .filter(method -> List.of(method.getParameterTypes()).equals(List.of(String.class)))
            .findFirst();
    if (parse.isPresent()) {
      String text = text(raw, value);
      return constructed(() -> parse.get().invoke(null, text));
    }
    RecordComponent component = raw.getRecordComponents()[0];
    Object inner = decode(component.getType(), value);
    Constructor<?> constructor = constructor(raw);
    return constructed(() -> constructor.newInstance(inner));
  }

  private static Object list(Type type, ExprValue value) throws Misfit {
    if (!(value instanceof Items items)) {
      return misfit(type, value);
    }
    List<Object> decoded = new ArrayList<>();
    for (ExprValue item : items.items()) {
      decoded.add(decode(ArgumentTypes.parameter(type, 0), item));
    }
    return ArgumentTypes.raw(type) == Set.class
        ? Set.copyOf(new LinkedHashSet<>(decoded))
        : List.copyOf(decoded);
  }

  private static Object map(Type type, ExprValue value) throws Misfit {
    if (!(value instanceof Fields fields)) {
      return misfit(type, value);
    }
    Map<Object, Object> decoded = new LinkedHashMap<>();
    for (Map.Entry<String, ExprValue> entry : fields.fields().entrySet()) {
      Object key = decode(ArgumentTypes.parameter(type, 0), ExprValue.of(entry.getKey()));
      decoded.put(key, decode(ArgumentTypes.parameter(type, 1), entry.getValue()));
    }
    return Map.copyOf(decoded);
  }

  /** A record from fields by the names of its components; absent optional ones are empty. */
  static Object record(Class<?> raw, ExprValue value) throws Misfit {
    if (!(value instanceof Fields fields)) {
      return misfit(raw, value);
    }
    List<Object> parts = new ArrayList<>();
    for (RecordComponent component : raw.getRecordComponents()) {
      ExprValue part = fields.fields().get(component.getName());
      if (part == null && component.getType() != Optional.class) {
        throw new Misfit("`" + component.getName() + "` is missing", Optional.empty());
      }
      parts.add(part == null ? Optional.empty() : decode(component.getGenericType(), part));
    }
    Constructor<?> constructor = constructor(raw);
    return constructed(() -> constructor.newInstance(parts.toArray()));
  }

  private static Constructor<?> constructor(Class<?> raw) {
    Class<?>[] types =
        Arrays.stream(raw.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = raw.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException("a record has its canonical constructor", impossible);
    }
  }

  private interface Construction {
    Object make() throws ReflectiveOperationException;
  }

  private static Object constructed(Construction construction) throws Misfit {
    try {
      return construction.make();
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof IllegalArgumentException reason) {
        throw new Misfit(String.valueOf(reason.getMessage()), Optional.empty());
      }
      throw new IllegalStateException("a record cannot be made", refused.getCause());
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("a record cannot be made", impossible);
    }
  }
}
