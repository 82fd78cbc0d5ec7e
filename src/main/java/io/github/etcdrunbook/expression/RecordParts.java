package io.github.etcdrunbook.expression;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The components of a record class and how they are read and put together, looked up once for each
 * class: to ask the virtual machine every time is most of the cost of a codec. Immutable.
 */
public final class RecordParts {
  private static final ClassValue<RecordParts> KNOWN =
      new ClassValue<>() {
        @Override
        protected RecordParts computeValue(Class<?> type) {
          return new RecordParts(type);
        }
      };

  private final Class<?> type;
  private final List<Part> parts;
  private final Constructor<?> canonical;

  private RecordParts(Class<?> type) {
    this.type = type;
    List<Part> found = new ArrayList<>();
    List<Class<?>> parameters = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      component.getAccessor().setAccessible(true);
      found.add(new Part(component.getName(), component.getGenericType(), component.getAccessor()));
      parameters.add(component.getType());
    }
    this.parts = List.copyOf(found);
    try {
      this.canonical = type.getDeclaredConstructor(parameters.toArray(Class<?>[]::new));
      canonical.setAccessible(true);
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException("a record has its canonical constructor", impossible);
    }
  }

  /** One component. */
  public record Part(String name, Type type, Method accessor) {
    /** Its value in a record. */
    public Object of(Record whole) {
      try {
        return accessor.invoke(whole);
      } catch (ReflectiveOperationException impossible) {
        throw new IllegalStateException(accessor.toString(), impossible);
      }
    }
  }

  /** The parts of a record class. */
  public static RecordParts of(Class<?> type) {
    return KNOWN.get(type);
  }

  /** The components, in order. */
  public List<Part> parts() {
    return parts;
  }

  /** A record of these values; what its constructor throws is the cause of what this throws. */
  public Record make(Object... values) throws InvocationTargetException {
    try {
      return (Record) canonical.newInstance(values);
    } catch (InstantiationException | IllegalAccessException impossible) {
      throw new IllegalStateException(type.toString(), impossible);
    }
  }
}
