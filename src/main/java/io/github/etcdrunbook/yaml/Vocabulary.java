package io.github.etcdrunbook.yaml;

import io.github.etcdrunbook.source.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The closed set of keys of one kind of map, and what people who come from other tools write
 * instead. Immutable.
 *
 * @param what what the map is called in messages, with its article: {@code a step}
 * @param rule the first part of the names of its rules: {@code step}
 * @param keys the keys there are
 * @param neighbours other words, each with the advice that is given for it
 */
public record Vocabulary(
    String what, String rule, List<String> keys, Map<String, String> neighbours) {
  /** Copies the collections. */
  public Vocabulary {
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(rule, "rule");
    keys = List.copyOf(keys);
    neighbours = Map.copyOf(neighbours);
  }

  /** A set of keys without neighbours. */
  public static Vocabulary of(String what, String rule, String... keys) {
    return new Vocabulary(what, rule, List.of(keys), Map.of());
  }

  /** The advice for a key that there is not. */
  public Optional<String> advice(String unknown) {
    return Optional.ofNullable(neighbours.get(unknown)).or(() -> Suggestion.hint(unknown, keys));
  }
}
