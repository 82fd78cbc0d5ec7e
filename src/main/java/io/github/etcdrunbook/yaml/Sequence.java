package io.github.etcdrunbook.yaml;

import io.github.etcdrunbook.source.SourceRange;
import java.util.List;
import java.util.Objects;

/** A list of values, in the order of the file. Immutable. */
public record Sequence(List<Node> items, SourceRange range) implements Node {
  /** Copies the list. */
  public Sequence {
    items = List.copyOf(items);
    Objects.requireNonNull(range, "range");
  }
}
