package io.github.etcdrunbook.world;

import java.util.List;

/**
 * What a restore of a snapshot would undo in the living cluster. Counted in keys; leases of nodes,
 * of controllers and of API servers are left out, since they are written all the time.
 *
 * @param vanish created since the snapshot
 * @param revert changed since, or deleted and made anew
 * @param comeBack deleted since
 * @param groups how many of which type and namespace meet which fate, the most first
 * @param advice what needs a person's attention afterwards
 */
public record Loss(
    long vanish, long revert, long comeBack, List<String> groups, List<String> advice) {
  /** Copies the lists. */
  public Loss {
    groups = List.copyOf(groups);
    advice = List.copyOf(advice);
  }

  /** No difference. */
  public static Loss none() {
    return new Loss(0, 0, 0, List.of(), List.of());
  }

  /** In one line. */
  @Override
  public String toString() {
    if (vanish + revert + comeBack == 0) {
      return "nothing but leases has been written since the snapshot";
    }
    return "%,d written since would vanish, %,d changed go back, %,d deleted come back%s"
        .formatted(
            vanish,
            revert,
            comeBack,
            groups.isEmpty() ? "" : " (" + String.join("; ", groups) + ")");
  }
}
