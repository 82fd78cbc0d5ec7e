package io.github.etcdrunbook.expression;

import io.github.etcdrunbook.expression.ExprValue.Fields;
import io.github.etcdrunbook.expression.ExprValue.Items;
import io.github.etcdrunbook.expression.ExpressionType.Basic;
import io.github.etcdrunbook.expression.ExpressionType.ListOf;
import io.github.etcdrunbook.expression.ExpressionType.MapOf;
import io.github.etcdrunbook.expression.ExpressionType.Shape;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Java records as expressions see them: types from record components, values from records. A record
 * of one simple component is an identity (a host name, a member id) and reads as its text; so do
 * enums and everything else that has no parts. An empty Optional is an absent field. Immutable;
 * wrappers that say how firm a value is are given by whoever owns them.
 */
public final class RecordMapping {
  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, long.class, short.class, Integer.class, Long.class, Short.class);
  private static final Set<Class<?>> SIMPLE =
      Set.of(
          int.class,
          long.class,
          short.class,
          Integer.class,
          Long.class,
          Short.class,
          String.class,
          boolean.class,
          double.class);

  private final List<Wrapper> wrappers;

  /** A type around another one, such as a value that knows how firm it is. */
  public interface Wrapper {
    /** The generic type, of one parameter. */
    Class<?> type();

    /** The value inside, and how firm it is: {@code inner} converts what is wrapped. */
    ExprValue value(Object wrapped, Inner inner);
  }

  /** Converts what is inside of a wrapper. */
  public interface Inner {
    /** The value of an object. */
    ExprValue of(Object object);
  }

  /** A mapping that knows these wrappers. */
  public RecordMapping(List<Wrapper> wrappers) {
    this.wrappers = List.copyOf(wrappers);
  }

  /** The shape of a record: its components are the fields, whatever their number. */
  public Shape shape(String name, Class<? extends Record> type) {
    return shape(name, type, Set.of());
  }

  /** The value of a record, all of its components as fields. */
  public ExprValue value(Record value) {
    Map<String, ExprValue> fields = new LinkedHashMap<>();
    for (RecordParts.Part component : RecordParts.of(value.getClass()).parts()) {
      Object part = component.of(value);
      if (part instanceof Optional<?> optional) {
        optional.ifPresent(inner -> fields.put(component.name(), of(inner)));
      } else {
        fields.put(component.name(), of(part));
      }
    }
    return new Fields(fields);
  }

  private Shape shape(String name, Class<?> type, Set<Class<?>> around) {
    Map<String, ExpressionType> fields = new LinkedHashMap<>();
    Set<String> optional = new LinkedHashSet<>();
    Set<Class<?>> inside = new LinkedHashSet<>(around);
    inside.add(type);
    for (RecordComponent component : type.getRecordComponents()) {
      Type generic = component.getGenericType();
      if (component.getType() == Optional.class) {
        optional.add(component.getName());
        generic = parameter(generic, 0);
      }
      fields.put(component.getName(), type(generic, inside));
    }
    return new Shape(name, fields, optional);
  }

  private ExpressionType type(Type type, Set<Class<?>> around) {
    Class<?> raw = raw(type);
    if (wrappers.stream().anyMatch(wrapper -> wrapper.type() == raw)) {
      return type(parameter(type, 0), around);
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return new ListOf(type(parameter(type, 0), around));
    }
    if (Map.class.isAssignableFrom(raw)) {
      return new MapOf(type(parameter(type, 1), around));
    }
    if (raw.isRecord() && !isIdentity(raw)) {
      return around.contains(raw) ? Basic.ANY : shape(lower(raw), raw, around);
    }
    return basic(raw);
  }

  private static ExpressionType basic(Class<?> raw) {
    if (raw == boolean.class || raw == Boolean.class) {
      return Basic.BOOL;
    }
    if (WHOLE.contains(raw)) {
      return Basic.INT;
    }
    if (raw == double.class || raw == Double.class) {
      return Basic.DOUBLE;
    }
    if (raw == Duration.class) {
      return Basic.DURATION;
    }
    boolean open = raw == Object.class || (raw.isInterface() && raw.isSealed());
    return open ? Basic.ANY : Basic.STRING;
  }

  private static String lower(Class<?> raw) {
    return Character.toLowerCase(raw.getSimpleName().charAt(0)) + raw.getSimpleName().substring(1);
  }

  /** Whether a record is read as its text: it has one component, and that is a simple one. */
  public static boolean isIdentity(Class<?> raw) {
    return raw.isRecord()
        && RecordParts.of(raw).parts().size() == 1
        && SIMPLE.contains(RecordParts.of(raw).parts().getFirst().accessor().getReturnType());
  }

  private ExprValue of(Object value) {
    for (Wrapper wrapper : wrappers) {
      if (wrapper.type().isInstance(value)) {
        return wrapper.value(value, this::of);
      }
    }
    return switch (value) {
      case Boolean truth -> ExprValue.of(truth);
      case Long whole -> ExprValue.of(whole);
      case Integer whole -> ExprValue.of(whole);
      case Short whole -> ExprValue.of(whole);
      case Double real -> new ExprValue.Real(real);
      case Duration span -> new ExprValue.Span(span);
      case Optional<?> optional -> optional.map(this::of).orElseGet(ExprValue.Nothing::new);
      case Collection<?> items -> items(items);
      case Map<?, ?> map -> map(map);
      case Record record when !isIdentity(record.getClass()) -> value(record);
      default -> ExprValue.of(value.toString());
    };
  }

  private ExprValue items(Collection<?> items) {
    List<ExprValue> values = new ArrayList<>();
    items.forEach(item -> values.add(of(item)));
    return new Items(values);
  }

  private ExprValue map(Map<?, ?> map) {
    Map<String, ExprValue> fields = new LinkedHashMap<>();
    map.forEach((key, value) -> fields.put(key.toString(), of(value)));
    return new Fields(fields);
  }

  private static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType generic -> (Class<?>) generic.getRawType();
      default -> Object.class;
    };
  }

  private static Type parameter(Type type, int index) {
    return type instanceof ParameterizedType generic
        ? generic.getActualTypeArguments()[index]
        : Object.class;
  }
}
