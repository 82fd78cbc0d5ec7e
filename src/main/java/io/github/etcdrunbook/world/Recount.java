package io.github.etcdrunbook.world;

import java.util.List;

/**
 * What became of the keys of a restored snapshot, told by a later snapshot of the same cluster.
 * Immutable.
 *
 * @param kept as they were
 * @param written written since
 * @param gone deleted since, or expired with their lease
 * @param fresh created since
 * @param types by type, how many there were and are, where that differs; the greatest change first
 * @param unexplained how many are missing though nobody deleted them, or other though nobody wrote
 *     them since
 * @param examples the first of those, by name
 */
public record Recount(
    long kept,
    long written,
    long gone,
    long fresh,
    List<String> types,
    long unexplained,
    List<String> examples) {
  /** Copies the lists. */
  public Recount {
    types = List.copyOf(types);
    examples = List.copyOf(examples);
  }

  /** In one line. */
  @Override
  public String toString() {
    return "%,d keys of the snapshot: %,d as they were, %,d written since, %,d deleted or expired since%s; %,d are new"
        .formatted(
            kept + written + gone + unexplained,
            kept,
            written,
            gone,
            unexplained == 0 ? "" : ", %,d that nothing explains".formatted(unexplained),
            fresh);
  }
}
