package io.github.etcdrunbook.yaml;

import io.github.etcdrunbook.source.SourceRange;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Keys with values, in the order of the file; keys are unique and keep their place. Immutable. */
public record Mapping(List<Entry> entries, SourceRange range) implements Node {
  /** One key and its value. */
  public record Entry(Scalar key, Node value) {
    /** Rejects missing parts. */
    public Entry {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
    }

    /** The key's text. */
    public String name() {
      return key.text();
    }
  }

  /** Copies the list. */
  public Mapping {
    entries = List.copyOf(entries);
    Objects.requireNonNull(range, "range");
  }

  /** The entry of a key. */
  public Optional<Entry> entry(String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /** The value of a key. */
  public Optional<Node> get(String name) {
    return entry(name).map(Entry::value);
  }

  /** The keys, in the order of the file. */
  public List<String> names() {
    return entries.stream().map(Entry::name).toList();
  }
}
