package io.github.etcdrunbook.lab.node;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What {@link ManifestYaml} reads: texts, items and tables. Immutable; equal trees print equal. */
sealed interface Tree {
  /** A scalar, as written. */
  record Text(String value) implements Tree {}

  /** A sequence. */
  record Items(List<Tree> values) implements Tree {
    /** Copies the values. */
    public Items {
      values = List.copyOf(values);
    }
  }

  /** A mapping, sorted by key so that the order in the file does not matter. */
  record Table(Map<String, Tree> values) implements Tree {
    /** Copies the values. */
    public Table {
      values = Collections.unmodifiableMap(new TreeMap<>(values));
    }
  }

  /** The entry of a mapping; nothing for other trees. */
  default Optional<Tree> at(String key) {
    return this instanceof Table table
        ? Optional.ofNullable(table.values().get(key))
        : Optional.empty();
  }

  /** The scalar below a key, if there is one that is not null or empty. */
  default Optional<String> text(String key) {
    return at(key)
        .filter(Text.class::isInstance)
        .map(tree -> ((Text) tree).value())
        .filter(value -> !value.isEmpty() && !value.equals("null"));
  }

  /** The number below a key, or the given one. */
  default int number(String key, int otherwise) {
    return text(key).map(Integer::parseInt).orElse(otherwise);
  }

  /** The sequence below a key; empty when there is none. */
  default List<Tree> items(String key) {
    return at(key)
        .filter(Items.class::isInstance)
        .map(tree -> ((Items) tree).values())
        .orElse(List.of());
  }

  /** The scalars of the sequence below a key. */
  default List<String> texts(String key) {
    return items(key).stream()
        .filter(Text.class::isInstance)
        .map(tree -> ((Text) tree).value())
        .toList();
  }
}
