package io.github.etcdrunbook.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.expression.RecordParts;
import io.github.etcdrunbook.run.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The half of the codec that writes. Thread-safe. */
final class Encoder {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<Class<?>, String> names = new HashMap<>();

  Encoder(Map<String, Class<? extends Record>> outputs) {
    outputs.forEach(
        (name, type) -> {
          if (names.put(type, name) != null) {
            throw new IllegalArgumentException("two names for " + type);
          }
        });
  }

  JsonNode encode(Object value, Shape declared) {
    return switch (value) {
      case String text -> NODES.textNode(text);
      case Boolean truth -> NODES.booleanNode(truth);
      case Integer number -> NODES.numberNode(number);
      case Long number -> NODES.numberNode(number);
      case Double number -> NODES.numberNode(number);
      case Enum<?> constant -> NODES.textNode(constant.name());
      case Duration duration -> NODES.textNode(duration.toString());
      case Instant instant -> NODES.textNode(instant.toString());
      case Evidence evidence -> raw(evidence);
      case Record identity when Identities.knows(identity.getClass()) ->
          NODES.textNode(identity.toString());
      case Record record -> tagged(record, declared);
      case Collection<?> items -> list(items, declared.argument(0));
      case Map<?, ?> map -> object(map, declared);
      case null -> throw new IllegalArgumentException("null cannot be written as " + declared);
      default ->
          throw new IllegalArgumentException(
              value.getClass().getName() + " cannot be written as " + declared);
    };
  }

  private static JsonNode raw(Evidence evidence) {
    try {
      return RecordCodec.parse(evidence.json());
    } catch (RecordCodec.Unreadable notJson) {
      throw new IllegalArgumentException("evidence is JSON", notJson);
    }
  }

  private JsonNode list(Collection<?> items, Shape item) {
    List<JsonNode> nodes = new ArrayList<>();
    items.forEach(each -> nodes.add(encode(each, item)));
    if (items instanceof Set<?>) {
      // A set has no order; a fixed one keeps equal values equal as text.
      nodes.sort(Comparator.comparing(JsonNode::toString));
    }
    ArrayNode array = NODES.arrayNode();
    nodes.forEach(array::add);
    return array;
  }

  private JsonNode object(Map<?, ?> map, Shape declared) {
    ObjectNode object = NODES.objectNode();
    map.forEach(
        (key, value) ->
            object.set(
                encode(key, declared.argument(0)).textValue(),
                encode(value, declared.argument(1))));
    return object;
  }

  /** A record with what tells its class, where the declared type leaves that open. */
  private JsonNode tagged(Record record, Shape declared) {
    ObjectNode object = NODES.objectNode();
    if (declared.raw() == Record.class) {
      String name = names.get(record.getClass());
      if (name == null) {
        throw new IllegalArgumentException("no name is registered for " + record.getClass());
      }
      return fields(object.put("of", name), record, Shape.of(record.getClass()));
    } else if (declared.isSealed()) {
      object.put("is", record.getClass().getSimpleName());
      return fields(object, record, declared.leaf(record.getClass()));
    }
    return fields(object, record, declared);
  }

  private JsonNode fields(ObjectNode object, Record record, Shape shape) {
    List<RecordParts.Part> parts = RecordParts.of(record.getClass()).parts();
    List<Shape> shapes = shape.components();
    for (int index = 0; index < parts.size(); index++) {
      String name = parts.get(index).name();
      Shape part = shapes.get(index);
      Object value = parts.get(index).of(record);
      if (value instanceof Optional<?> optional) {
        optional.ifPresent(some -> object.set(name, encode(some, part.argument(0))));
      } else {
        object.set(name, encode(value, part));
      }
    }
    return object;
  }
}
