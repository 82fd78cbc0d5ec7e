package io.github.etcdrunbook.snapshot;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * What a stored Kubernetes object says of itself: built-in types are protobuf in an envelope,
 * custom resources JSON. Parts that are missing are empty text. Immutable.
 */
public record KubernetesObject(
    String apiVersion, String kind, String name, String namespace, String uid) {
  private static final byte[] ENVELOPE = {'k', '8', 's', 0};
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Rejects null. */
  public KubernetesObject {
    Objects.requireNonNull(apiVersion, "apiVersion");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(uid, "uid");
  }

  /** Reads a value; nothing when it is encrypted or of another form. */
  public static Optional<KubernetesObject> read(byte[] value) {
    if (value.length > ENVELOPE.length
        && Arrays.equals(value, 0, ENVELOPE.length, ENVELOPE, 0, ENVELOPE.length)) {
      return ProtoMessage.read(Arrays.copyOfRange(value, ENVELOPE.length, value.length))
          .flatMap(KubernetesObject::fromEnvelope);
    }
    return value.length > 0 && value[0] == '{' ? fromJson(value) : Optional.empty();
  }

  /**
   * runtime.Unknown: typeMeta 1 (apiVersion 1, kind 2), raw 2. In raw, metadata is 1 for every
   * built-in type: name 1, namespace 3, uid 5.
   */
  private static Optional<KubernetesObject> fromEnvelope(ProtoMessage envelope) {
    Optional<ProtoMessage> type = envelope.message(1);
    Optional<ProtoMessage> meta = envelope.message(2).flatMap(raw -> raw.message(1));
    return type.map(
        known ->
            new KubernetesObject(
                known.text(1).orElse(""),
                known.text(2).orElse(""),
                meta.flatMap(m -> m.text(1)).orElse(""),
                meta.flatMap(m -> m.text(3)).orElse(""),
                meta.flatMap(m -> m.text(5)).orElse("")));
  }

  private static Optional<KubernetesObject> fromJson(byte[] value) {
    try {
      JsonNode root = JSON.readTree(value);
      JsonNode meta = root.path("metadata");
      return Optional.of(
          new KubernetesObject(
              root.path("apiVersion").asText(""),
              root.path("kind").asText(""),
              meta.path("name").asText(""),
              meta.path("namespace").asText(""),
              meta.path("uid").asText("")));
    } catch (JacksonException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory does no input", e);
    }
  }
}
