package io.github.etcdrunbook.snapshot;

import java.util.List;
import java.util.Objects;

/**
 * A key as the kube-apiserver builds it: {@code /registry/TYPE/[NAMESPACE/]NAME}, with the API
 * group before the type for custom resources and a few others. Immutable.
 *
 * @param type the plural name of the resource, with its group after a dot where the key tells it
 * @param namespace empty for what has none
 */
public record ResourceKey(String type, String namespace, String name) {
  /** The type of every key outside of {@code /registry/}. */
  public static final String OTHER = "(not Kubernetes)";

  private static final String REGISTRY = "/registry/";

  /** Rejects null. */
  public ResourceKey {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
  }

  /** Reads a key; every key has an answer. */
  public static ResourceKey of(String key) {
    if (!key.startsWith(REGISTRY)) {
      return new ResourceKey(OTHER, "", key);
    }
    List<String> parts = List.of(key.substring(REGISTRY.length()).split("/", -1));
    if (parts.size() > 2 && parts.getFirst().contains(".")) {
      return placed(parts.get(1) + "." + parts.getFirst(), parts.subList(2, parts.size()));
    }
    if (parts.size() > 2 && parts.getFirst().equals("services")) {
      String type = parts.get(1).equals("specs") ? "services" : parts.get(1);
      return placed(type, parts.subList(2, parts.size()));
    }
    String type = parts.getFirst().equals("minions") ? "nodes" : parts.getFirst();
    return placed(type, parts.subList(1, parts.size()));
  }

  private static ResourceKey placed(String type, List<String> rest) {
    return rest.size() < 2
        ? new ResourceKey(type, "", String.join("/", rest))
        : new ResourceKey(type, rest.getFirst(), String.join("/", rest.subList(1, rest.size())));
  }

  @Override
  public String toString() {
    return type + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
  }
}
