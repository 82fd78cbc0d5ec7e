package io.github.etcdrunbook.world;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files of one host as a forecast sees them: what effects made, moved and removed, laid over
 * paths of the observed host. A path without an entry is what its nearest parent with one makes of
 * it, and the observed path itself if there is none. Mutable; owned by one forecast.
 */
final class FileOverlay {
  /** What stands at a path. */
  sealed interface Node {
    /** What was observed at this path. */
    record Observed(String path) implements Node {}

    /** Nothing. */
    record Nothing() implements Node {}

    /** A directory that an effect makes. */
    record Folder(Owner owner, Optional<DataContent> content) implements Node {
      Folder(Owner owner) {
        this(owner, Optional.empty());
      }
    }

    /** A file that an effect makes; its digest, if it is known before. */
    record File(Owner owner, Value<Long> size, Optional<Sha256> digest, EffectRef by)
        implements Node {}

    /** Known only after the effect. */
    record Unknown(EffectRef by) implements Node {}
  }

  private final NavigableMap<String, Node> nodes;

  FileOverlay() {
    nodes = new TreeMap<>();
  }

  private FileOverlay(Map<String, Node> nodes) {
    this.nodes = new TreeMap<>(nodes);
  }

  FileOverlay copy() {
    return new FileOverlay(nodes);
  }

  /** What stands at the path. */
  Node at(String path) {
    for (String above = path; !above.isEmpty(); above = parent(above)) {
      Node node = nodes.get(above);
      if (node != null) {
        return above.equals(path) ? node : below(node, path.substring(above.length()));
      }
    }
    return new Node.Observed(path);
  }

  /** The paths that have an entry of their own. */
  Set<String> paths() {
    return Set.copyOf(nodes.keySet());
  }

  /** Entries directly below the path: names with what stands there. */
  NavigableMap<String, Node> children(String path) {
    NavigableMap<String, Node> found = new TreeMap<>();
    under(path)
        .forEach(
            (child, node) -> {
              if (parent(child).equals(path)) {
                found.put(child.substring(path.length() + 1), node);
              }
            });
    return found;
  }

  /** Puts the node at the path, and nothing of its own below it. */
  void put(String path, Node node) {
    under(path).clear();
    nodes.remove(path);
    if (!at(path).equals(node)) {
      nodes.put(path, node);
    }
  }

  /** Makes what stands at one path stand at the other too. */
  void copy(String from, String to) {
    Map<String, Node> entries = new TreeMap<>(under(from));
    put(to, at(from));
    entries.forEach((path, node) -> put(to + path.substring(from.length()), node));
  }

  /** Makes what stands at one path stand at the other. */
  void move(String from, String to) {
    copy(from, to);
    put(from, new Node.Nothing());
  }

  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "" : path.substring(0, slash);
  }

  /** Whether the path is the other one or lies below it. */
  static boolean within(String path, String other) {
    return path.equals(other) || path.startsWith(other.endsWith("/") ? other : other + "/");
  }

  private NavigableMap<String, Node> under(String path) {
    // '0' is the character after '/': the range holds all that begins with the path and a slash.
    return nodes.subMap(path + "/", true, path + "0", false);
  }

  private static Node below(Node node, String rest) {
    return switch (node) {
      case Node.Observed observed -> new Node.Observed(observed.path() + rest);
      case Node.Unknown unknown -> unknown;
      case Node.Nothing nothing -> nothing;
      case Node.Folder ignored -> new Node.Nothing();
      case Node.File ignored -> new Node.Nothing();
    };
  }
}
