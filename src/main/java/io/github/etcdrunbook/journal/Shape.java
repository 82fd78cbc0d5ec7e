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
 * Fixed} has a component of type Long. Immutable; what is asked for again and again is kept.
 */
final class Shape {
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

  /** The shapes of types without type arguments. */
  private static final ClassValue<Shape> SIMPLE =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return new Shape(type, List.of());
        }
      };

  private final Class<?> raw;
  private final List<Shape> arguments;
  private final boolean sealed;
  private final Map<Class<?>, Shape> leaves = new ConcurrentHashMap<>();
  // Immutable as well, so that it does not matter who of two threads computes it last.
  private List<Shape> components;

  private Shape(Class<?> raw, List<Shape> arguments) {
    this.raw = raw;
    this.arguments = List.copyOf(arguments);
    this.sealed = !LEAVES.get(raw).isEmpty();
  }

  static Shape of(Class<?> type) {
    return SIMPLE.get(type);
  }

  /** The class without its type arguments. */
  Class<?> raw() {
    return raw;
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
    return sealed;
  }

  /** The shapes of the components of this record. */
  List<Shape> components() {
    List<Shape> known = components;
    if (known == null) {
      known =
          List.copyOf(RecordParts.of(raw).parts().stream().map(part -> of(part.type())).toList());
      components = known;
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
    return leaves.computeIfAbsent(alternative, this::bound);
  }

  private Shape bound(Class<?> alternative) {
    Map<String, Shape> bound = new HashMap<>();
    bind(alternative, bound);
    List<Shape> own = new ArrayList<>();
    for (TypeVariable<?> variable : alternative.getTypeParameters()) {
      own.add(bound.getOrDefault(variable.getName(), of(Object.class)));
    }
    return own.isEmpty() ? of(alternative) : new Shape(alternative, own);
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
