package io.github.etcdrunbook.snapshot;

import java.util.Objects;
import java.util.Optional;

/**
 * A key that differs between a snapshot and what came after it. Immutable.
 *
 * @param before its state in the snapshot; absent when it was created since
 * @param after its later state; absent when it was deleted since
 */
public record KeyDifference(String key, Optional<KeyVersion> before, Optional<KeyVersion> after) {
  /** What happened to the key after the snapshot. */
  public enum Kind {
    /** A restore makes it vanish. */
    CREATED,
    /** A restore turns it back. */
    CHANGED,
    /** Deleted and created anew, or written by another history: a restore turns it back. */
    REPLACED,
    /** A restore brings it back. */
    DELETED
  }

  /** Rejects null, and keys that are in neither. */
  public KeyDifference {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
    if (before.isEmpty() && after.isEmpty()) {
      throw new IllegalArgumentException("the key is nowhere: " + key);
    }
  }

  /** What happened to the key after the snapshot. */
  public Kind kind() {
    if (before.isEmpty()) {
      return Kind.CREATED;
    }
    if (after.isEmpty()) {
      return Kind.DELETED;
    }
    return before.get().createRevision() == after.get().createRevision() && !before.equals(after)
        ? Kind.CHANGED
        : Kind.REPLACED;
  }
}
