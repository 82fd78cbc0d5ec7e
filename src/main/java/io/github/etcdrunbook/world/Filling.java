package io.github.etcdrunbook.world;

import java.util.List;
import java.util.Objects;

/**
 * What fills the database that a snapshot file holds. Sizes in bytes, keys with their values.
 * Immutable.
 *
 * @param types resource types, those that take the most first
 * @param mostWritten the living keys that were written the most often, the most first
 */
public record Filling(List<Type> types, List<Written> mostWritten) {
  /** Copies the lists. */
  public Filling {
    types = List.copyOf(types);
    mostWritten = List.copyOf(mostWritten);
  }

  /**
   * A resource type, custom ones with their group.
   *
   * @param keys living keys
   * @param bytes what those take
   * @param older older revisions and deletions that a compaction drops
   * @param olderBytes what those take
   */
  public record Type(String name, long keys, long bytes, long older, long olderBytes) {
    /** Rejects null. */
    public Type {
      Objects.requireNonNull(name, "name");
    }

    /** What it takes altogether. */
    public long totalBytes() {
      return bytes + olderBytes;
    }
  }

  /** A living key and how often it was written since it was created. */
  public record Written(String key, long times) {
    /** Rejects null. */
    public Written {
      Objects.requireNonNull(key, "key");
    }
  }
}
