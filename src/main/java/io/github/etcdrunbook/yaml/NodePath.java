package io.github.etcdrunbook.yaml;

import io.github.etcdrunbook.source.SourceRange;
import java.util.Optional;

/** The keys around a place of a file, such as {@code steps[3].with.member}. Pure. */
public final class NodePath {
  private NodePath() {}

  /** The path from the root to the innermost value that holds the range; empty at the top. */
  public static Optional<String> of(Node root, SourceRange range) {
    StringBuilder path = new StringBuilder();
    Node node = root;
    boolean deeper = true;
    while (deeper) {
      int length = path.length();
      node = descend(node, range, path);
      deeper = path.length() > length;
    }
    return path.isEmpty() ? Optional.empty() : Optional.of(path.toString());
  }

  /** An empty range before the first key stands for the map itself: a key is missing there. */
  private static boolean isStart(Node key, SourceRange range) {
    return key.range().start().equals(range.start());
  }

  private static Node descend(Node node, SourceRange range, StringBuilder path) {
    switch (node) {
      case Mapping mapping -> {
        for (Mapping.Entry entry : mapping.entries()) {
          boolean wholeMap = range.start().equals(range.end()) && isStart(entry.key(), range);
          if (!wholeMap
              && (entry.key().range().contains(range) || entry.value().range().contains(range))) {
            path.append(path.isEmpty() ? "" : ".").append(entry.name());
            return entry.key().range().contains(range) ? entry.key() : entry.value();
          }
        }
      }
      case Sequence sequence -> {
        for (int i = 0; i < sequence.items().size(); i++) {
          if (sequence.items().get(i).range().contains(range)) {
            path.append('[').append(i).append(']');
            return sequence.items().get(i);
          }
        }
      }
      case Scalar scalar -> {}
    }
    return node;
  }
}
