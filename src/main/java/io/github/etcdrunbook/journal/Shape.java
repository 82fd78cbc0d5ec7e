package io.github.etcdrunbook.journal;

import io.github.etcdrunbook.expression.RecordParts;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A declared type with its type arguments resolved: {@code Value<Long>} knows that its {@code
 * Fixed} has a component of type Long. Immutable.
 */
record Shape(Class<?> raw, List<Shape> arguments) {
  /** The alternatives of sealed types by name; to ask the virtual machine each time is slow. */
  private static final ClassValue<Map<String, Class<?>>> LEAVES =
      new ClassValue<>() {
        @Override
        protected Map<String, Class<?>> computeValue(Class<?> type) {
          Map<String, Class<?>> leaves = new LinkedHashMap<>();
          if (type.isSealed()) {
            collect(type, leaves);
          }
          return Map.copyOf(leaves);
        }
      };

  /** The shapes of components, by the shape of their record. */
  private static final ConcurrentHashMap<Shape, List<Shape>> COMPONENTS = new ConcurrentHashMap<>();

  static Shape of(Class<?> type) {
    return new Shape(type, List.of());
  }

  /** The shape of a type that is written inside this one and may use its type variables. */
  Shape of(Type type) {
    Map<String, Shape> bound = new HashMap<>();
    TypeVariable<?>[] names = raw.getTypeParameters();
    for (int i = 0; i < Math.min(names.length, arguments.size()); i++) {
      bound.put(names[i].getName(), arguments.get(i));
    }
    return resolve(type, bound);
  }

  /** A type argument; what is not said is an object. */
  Shape argument(int index) {
    return index < arguments.size() ? arguments.get(index) : of(Object.class);
  }

  boolean isSealed() {
    return !LEAVES.get(raw).isEmpty();
  }

  /** The shapes of the components of this record. */
  List<Shape> components() {
    List<Shape> known = COMPONENTS.get(this);
    if (known == null) {
      known = RecordParts.of(raw).parts().stream().map(part -> of(part.type())).toList();
      COMPONENTS.put(this, known);
    }
    return known;
  }

  /** The alternative of a sealed interface that has the simple name. */
  Optional<Shape> leaf(String simpleName) {
    return Optional.ofNullable(LEAVES.get(raw).get(simpleName)).map(this::leaf);
  }

  /** The shape of an alternative, its type variables bound by those of this interface. */
  Shape leaf(Class<?> alternative) {
    if (!raw.isAssignableFrom(alternative)) {
      throw new IllegalArgumentException(alternative + " is no " + this);
    }
    Map<String, Shape> bound = new HashMap<>();
    bind(alternative, bound);
    List<Shape> own = new ArrayList<>();
    for (TypeVariable<?> variable : alternative.getTypeParameters()) {
      own.add(bound.getOrDefault(variable.getName(), of(Object.class)));
    }
    return new Shape(alternative, own);
  }

  private void bind(Class<?> alternative, Map<String, Shape> bound) {
    for (Type parent : alternative.getGenericInterfaces()) {
      if (parent instanceof ParameterizedType generic && generic.getRawType() == raw) {
        Type[] given = generic.getActualTypeArguments();
        for (int i = 0; i < given.length; i++) {
          if (given[i] instanceof TypeVariable<?> variable) {
            bound.put(variable.getName(), argument(i));
          }
        }
      }
    }
  }

  private static void collect(Class<?> type, Map<String, Class<?>> found) {
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      if (permitted.isSealed()) {
        collect(permitted, found);
      } else if (found.put(permitted.getSimpleName(), permitted) != null) {
        throw new IllegalArgumentException("two alternatives are called like " + permitted);
      }
    }
  }

  private static Shape resolve(Type type, Map<String, Shape> variables) {
    return switch (type) {
      case Class<?> simple -> of(simple);
      case ParameterizedType generic -> {
        List<Shape> own = new ArrayList<>();
        for (Type argument : generic.getActualTypeArguments()) {
          own.add(resolve(argument, variables));
        }
        yield new Shape((Class<?>) generic.getRawType(), own);
      }
      case TypeVariable<?> variable ->
          variables.containsKey(variable.getName())
              ? variables.get(variable.getName())
              : resolve(variable.getBounds()[0], Map.of());
      case WildcardType wildcard -> resolve(wildcard.getUpperBounds()[0], variables);
      default -> throw new IllegalArgumentException("no shape for " + type);
    };
  }

  @Override
  public String toString() {
    return raw.getSimpleName() + (arguments.isEmpty() ? "" : arguments.toString());
  }
}
