package io.github.etcdrunbook.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.etcdrunbook.expression.RecordParts;
import io.github.etcdrunbook.journal.RecordCodec.Unreadable;
import io.github.etcdrunbook.run.Evidence;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The half of the codec that reads. Strict: a missing or unknown component is an error, never a
 * default. Thread-safe.
 */
final class Decoder {
  private final Map<String, Class<? extends Record>> byName;

  Decoder(Map<String, Class<? extends Record>> outputs) {
    byName = Map.copyOf(outputs);
  }

  Object decode(JsonNode node, Shape declared) throws Unreadable {
    Class<?> raw = declared.raw();
    if (raw == String.class) {
      return text(node);
    } else if (raw == long.class || raw == Long.class) {
      return expect(node.isIntegralNumber(), node, "a whole number").longValue();
    } else if (raw == int.class || raw == Integer.class) {
      return expect(node.canConvertToInt(), node, "a whole number").intValue();
    } else if (raw == double.class || raw == Double.class) {
      return expect(node.isNumber(), node, "a number").doubleValue();
    } else if (raw == boolean.class || raw == Boolean.class) {
      return expect(node.isBoolean(), node, "true or false").booleanValue();
    } else if (raw == Evidence.class) {
      return new Evidence(RecordCodec.print(node));
    } else if (raw == Map.class) {
      return map(node, declared);
    } else if (raw == List.class) {
      return List.copyOf(items(node, declared.argument(0), new ArrayList<>()));
    } else if (raw == Set.class) {
      return Set.copyOf(items(node, declared.argument(0), new LinkedHashSet<>()));
    } else if (raw == Record.class) {
      return record(node, named(node), "of");
    } else if (declared.isSealed()) {
      return record(node, alternative(node, declared), "is");
    } else if (raw.isRecord() && !Identities.knows(raw)) {
      return record(node, declared, "");
    }
    return Identities.read(raw, text(node));
  }

  private Collection<Object> items(JsonNode node, Shape item, Collection<Object> into)
      throws Unreadable {
    for (JsonNode each : expect(node.isArray(), node, "a list")) {
      into.add(decode(each, item));
    }
    return into;
  }

  private Map<Object, Object> map(JsonNode node, Shape declared) throws Unreadable {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry :
        expect(node.isObject(), node, "an object").properties()) {
      JsonNode key = JsonNodeFactory.instance.textNode(entry.getKey());
      map.put(decode(key, declared.argument(0)), decode(entry.getValue(), declared.argument(1)));
    }
    return map;
  }

  private Shape named(JsonNode node) throws Unreadable {
    String name = text(node.path("of"));
    Class<? extends Record> type = byName.get(name);
    if (type == null) {
      throw new Unreadable("nothing is registered as `" + name + "`");
    }
    return Shape.of(type);
  }

  private static Shape alternative(JsonNode node, Shape declared) throws Unreadable {
    String name = text(node.path("is"));
    Optional<Shape> leaf = declared.leaf(name);
    if (leaf.isEmpty()) {
      throw new Unreadable("`" + name + "` is no " + declared);
    }
    return leaf.get();
  }

  private Object record(JsonNode node, Shape shape, String tag) throws Unreadable {
    Set<String> unknown = new LinkedHashSet<>();
    expect(node.isObject(), node, "an object").fieldNames().forEachRemaining(unknown::add);
    unknown.remove(tag);
    List<Object> values = new ArrayList<>();
    List<RecordParts.Part> parts = RecordParts.of(shape.raw()).parts();
    List<Shape> shapes = shape.components();
    for (int index = 0; index < parts.size(); index++) {
      String name = parts.get(index).name();
      unknown.remove(name);
      values.add(component(node, shape, name, shapes.get(index)));
    }
    if (!unknown.isEmpty()) {
      throw new Unreadable(unknown + " is unknown in " + shape);
    }
    return make(shape.raw(), values.toArray());
  }

  private Object component(JsonNode node, Shape shape, String name, Shape part) throws Unreadable {
    JsonNode value = node.get(name);
    if (part.raw() == Optional.class) {
      return value == null ? Optional.empty() : Optional.of(decode(value, part.argument(0)));
    }
    if (value == null) {
      throw new Unreadable("`" + name + "` is missing in " + shape);
    }
    return decode(value, part);
  }

  private static Object make(Class<?> type, Object[] values) throws Unreadable {
    try {
      return RecordParts.of(type).make(values);
    } catch (InvocationTargetException rejected) {
      throw new Unreadable(type.getSimpleName() + ": " + rejected.getCause().getMessage());
    }
  }

  private static String text(JsonNode node) throws Unreadable {
    return expect(node.isTextual(), node, "a text").textValue();
  }

  private static JsonNode expect(boolean holds, JsonNode node, String what) throws Unreadable {
    if (!holds) {
      throw new Unreadable("expected " + what + ", not " + node);
    }
    return node;
  }
}
