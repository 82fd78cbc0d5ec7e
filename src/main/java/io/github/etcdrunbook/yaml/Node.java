package io.github.etcdrunbook.yaml;

import io.github.etcdrunbook.source.SourceRange;

/** A value of a YAML file with its place. Immutable, without anchors, aliases, tags or cycles. */
public sealed interface Node permits Scalar, Sequence, Mapping {
  /** From the first character of the value up to its last. */
  SourceRange range();

  /** What a person calls this kind of value, for messages. */
  default String kind() {
    return switch (this) {
      case Scalar scalar -> scalar.isNull() ? "nothing" : "a single value";
      case Sequence sequence -> "a list";
      case Mapping mapping -> "a map";
    };
  }
}
