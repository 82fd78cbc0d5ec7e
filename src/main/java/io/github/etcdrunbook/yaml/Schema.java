package io.github.etcdrunbook.yaml;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a node may be by its structure, for editors: the readers check more. Made of the same
 * vocabularies and records that the readers use. Immutable.
 */
public sealed interface Schema {
  /** Anything. */
  record Anything() implements Schema {}

  /** A single value, whatever it looks like. */
  record Text() implements Schema {}

  /** A single value of this form. */
  record Form(String pattern) implements Schema {}

  /** One of these words. */
  record Choice(List<String> words) implements Schema {
    /** Copies the list. */
    public Choice {
      words = List.copyOf(words);
    }
  }

  /** True or false. */
  record Truth() implements Schema {}

  /** A whole number. */
  record Whole() implements Schema {}

  /** A number. */
  record Real() implements Schema {}

  /** A list of at least so many. */
  record ListOf(Schema item, int least) implements Schema {}

  /** A map from names of this form to values. */
  record MapOf(String names, Schema value) implements Schema {}

  /** One of these. */
  record Either(List<Schema> schemas) implements Schema {
    /** Copies the list. */
    public Either {
      schemas = List.copyOf(schemas);
    }
  }

  /** Something with a sentence about it. */
  record Described(String text, Schema schema) implements Schema {}

  /**
   * A map with the keys of a vocabulary, all of them and no others.
   *
   * @param required those that must be there
   * @param cases what depends on the value of a key, if anything does
   */
  record Keys(Map<String, Schema> values, Set<String> required, Optional<Cases> cases)
      implements Schema {
    /** Copies the collections. */
    public Keys {
      values = Map.copyOf(values);
      required = Set.copyOf(required);
      Objects.requireNonNull(cases, "cases");
    }

    /** The keys of a vocabulary; every one has a value here, or this is a mistake of ours. */
    public static Keys of(Vocabulary vocabulary, Map<String, Schema> values, String... required) {
      if (!values.keySet().equals(Set.copyOf(vocabulary.keys()))) {
        throw new IllegalArgumentException(
            vocabulary.what() + " has other keys than its schema: " + values.keySet());
      }
      return new Keys(values, Set.of(required), Optional.empty());
    }

    /** The same, with a key whose value decides what another key is. */
    public Keys with(Cases decided) {
      return new Keys(values, required, Optional.of(decided));
    }
  }

  /** What the key {@code decided} is for each word that the key {@code by} may have. */
  record Cases(String by, String decided, Map<String, Keys> byWord) {
    /** Copies the map. */
    public Cases {
      byWord = Map.copyOf(byWord);
    }
  }
}
