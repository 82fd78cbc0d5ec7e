package io.github.etcdrunbook.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.etcdrunbook.expression.RecordParts;
import io.github.etcdrunbook.run.Evidence;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The half of the codec that writes. Thread-safe. */
final class Encoder {
  private final Map<Class<?>, String> names = new HashMap<>();

  Encoder(Map<String, Class<? extends Record>> outputs) {
    outputs.forEach(
        (name, type) -> {
          if (names.put(type, name) != null) {
            throw new IllegalArgumentException("two names for " + type);
          }
        });
  }

  /** The value as JSON text of one line, written as it is walked through: no tree is built. */
  String text(Object value, Shape declared) {
    StringWriter text = new StringWriter();
    try (JsonGenerator to = RecordCodec.generator(text)) {
      encode(value, declared, to);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private void encode(Object value, Shape declared, JsonGenerator to) throws IOException {
    switch (value) {
      case String text -> to.writeString(text);
      case Boolean truth -> to.writeBoolean(truth);
      case Integer number -> to.writeNumber(number);
      case Long number -> to.writeNumber(number);
      case Double number -> to.writeNumber(number);
      case Enum<?> constant -> to.writeString(constant.name());
      case Duration duration -> to.writeString(duration.toString());
      case Instant instant -> to.writeString(instant.toString());
      case Evidence evidence -> copy(evidence, to);
      case Record identity when Identities.knows(identity.getClass()) ->
          to.writeString(identity.toString());
      case Record record -> tagged(record, declared, to);
      case Set<?> items -> set(items, declared.argument(0), to);
      case Collection<?> items -> list(items, declared.argument(0), to);
      case Map<?, ?> map -> object(map, declared, to);
      case null -> throw new IllegalArgumentException("null cannot be written as " + declared);
      default ->
          throw new IllegalArgumentException(
              value.getClass().getName() + " cannot be written as " + declared);
    }
  }

  private static void copy(Evidence evidence, JsonGenerator to) throws IOException {
    try {
      to.writeTree(RecordCodec.parse(evidence.json()));
    } catch (RecordCodec.Unreadable notJson) {
      throw new IllegalArgumentException("evidence is JSON", notJson);
    }
  }

  private void list(Collection<?> items, Shape item, JsonGenerator to) throws IOException {
    to.writeStartArray();
    for (Object each : items) {
      encode(each, item, to);
    }
    to.writeEndArray();
  }

  /** A set has no order; a fixed one keeps equal values equal as text. */
  private void set(Set<?> items, Shape item, JsonGenerator to) throws IOException {
    to.writeStartArray();
    for (String text : items.stream().map(each -> text(each, item)).sorted().toList()) {
      to.writeRawValue(text);
    }
    to.writeEndArray();
  }

  private void object(Map<?, ?> map, Shape declared, JsonGenerator to) throws IOException {
    to.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      to.writeFieldName(key(entry.getKey()));
      encode(entry.getValue(), declared.argument(1), to);
    }
    to.writeEndObject();
  }

  /** What is one text in JSON can be a key. */
  private static String key(Object key) {
    return switch (key) {
      case String text -> text;
      case Enum<?> constant -> constant.name();
      case Record identity when Identities.knows(identity.getClass()) -> identity.toString();
      default -> throw new IllegalArgumentException(key.getClass().getName() + " cannot be a key");
    };
  }

  /** A record with what tells its class, where the declared type leaves that open. */
  private void tagged(Record record, Shape declared, JsonGenerator to) throws IOException {
    to.writeStartObject();
    if (declared.raw() == Record.class) {
      String name = names.get(record.getClass());
      if (name == null) {
        throw new IllegalArgumentException("no name is registered for " + record.getClass());
      }
      to.writeStringField("of", name);
      fields(record, Shape.of(record.getClass()), to);
    } else if (declared.isSealed()) {
      to.writeStringField("is", record.getClass().getSimpleName());
      fields(record, declared.leaf(record.getClass()), to);
    } else {
      fields(record, declared, to);
    }
    to.writeEndObject();
  }

  private void fields(Record record, Shape shape, JsonGenerator to) throws IOException {
    List<RecordParts.Part> parts = RecordParts.of(record.getClass()).parts();
    List<Shape> shapes = shape.components();
    for (int index = 0; index < parts.size(); index++) {
      Shape part = shapes.get(index);
      Object value = parts.get(index).of(record);
      if (!(value instanceof Optional<?> optional)) {
        to.writeFieldName(parts.get(index).name());
        encode(value, part, to);
      } else if (optional.isPresent()) {
        to.writeFieldName(parts.get(index).name());
        encode(optional.get(), part.argument(0), to);
      }
    }
  }
}
