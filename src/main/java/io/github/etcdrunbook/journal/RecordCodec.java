package io.github.etcdrunbook.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.etcdrunbook.run.Evidence;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/**
 * Turns records to JSON and back, by one mechanism for all of them: a record is an object with its
 * components, a value of a sealed interface carries the simple name of its record in {@code is}, a
 * component declared as {@code Record} carries the registered name of its class in {@code of}, an
 * empty Optional is left out. Anything that is none of these cannot be written, secrets among them.
 * Thread-safe.
 */
public final class RecordCodec {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Encoder encoder;
  private final Decoder decoder;

  /** A codec that knows these output records by name. */
  public RecordCodec(Map<String, Class<? extends Record>> outputs) {
    encoder = new Encoder(outputs);
    decoder = new Decoder(outputs);
  }

  /** The value as JSON text of one line. */
  public String write(Object value, Class<?> declared) {
    return encoder.text(value, Shape.of(declared));
  }

  /** The value of JSON text. */
  public <T> T read(String json, Class<T> declared) throws Unreadable {
    return declared.cast(decoder.decode(parse(json), Shape.of(declared)));
  }

  /** Any record as evidence: written, but never read back as what it was. */
  public Evidence evidence(Record observation) {
    return new Evidence(encoder.text(observation, Shape.of(observation.getClass())));
  }

  /** The JSON text is not what was expected. */
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String what) {
      super(what);
    }
  }

  static String print(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static JsonGenerator generator(Writer to) throws IOException {
    return MAPPER.getFactory().createGenerator(to);
  }

  static JsonNode parse(String json) throws Unreadable {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException notJson) {
      throw new Unreadable("not JSON: " + notJson.getOriginalMessage());
    }
  }

  /**
   * Where the object ends with which the text begins; -1 when it does not begin with a whole one.
   */
  static int endOfObject(String text) {
    try (JsonParser parser = MAPPER.getFactory().createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return -1;
      }
      parser.skipChildren();
      return parser.currentToken() == JsonToken.END_OBJECT
          ? (int) parser.currentLocation().getCharOffset()
          : -1;
    } catch (IOException notJson) {
      return -1;
    }
  }
}
