package io.github.etcdrunbook.etcd;

import java.util.Objects;
import java.util.Optional;

/**
 * Which keys to read and how. Immutable; starts as a linearizable read of everything in the range.
 *
 * @param end the first key after the range; absent for the single key {@code from}
 * @param revision the revision to read at, 0 for the newest
 * @param limit how many keys at most, 0 for all
 */
public record KeyRange(
    Bytes from,
    Optional<Bytes> end,
    Consistency consistency,
    Projection projection,
    long revision,
    int limit) {
  /** Who must agree to a read. */
  public enum Consistency {
    LINEARIZABLE,
    SERIALIZABLE
  }

  /** How much of each key is wanted. */
  public enum Projection {
    KEYS_AND_VALUES,
    KEYS,
    COUNT
  }

  /** Rejects null and negative numbers. */
  public KeyRange {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(end, "end");
    Objects.requireNonNull(consistency, "consistency");
    Objects.requireNonNull(projection, "projection");
    if (revision < 0 || limit < 0) {
      throw new IllegalArgumentException("revision and limit are not negative");
    }
  }

  /** One key. */
  public static KeyRange key(Bytes key) {
    return new KeyRange(
        key, Optional.empty(), Consistency.LINEARIZABLE, Projection.KEYS_AND_VALUES, 0, 0);
  }

  /** All keys that start with these bytes. */
  public static KeyRange prefix(Bytes prefix) {
    return new KeyRange(
        prefix,
        Optional.of(prefix.endOfPrefix()),
        Consistency.LINEARIZABLE,
        Projection.KEYS_AND_VALUES,
        0,
        0);
  }

  /** The same, answered by the member alone. */
  public KeyRange serializable() {
    return new KeyRange(from, end, Consistency.SERIALIZABLE, projection, revision, limit);
  }

  /** The same, without the values. */
  public KeyRange keysOnly() {
    return new KeyRange(from, end, consistency, Projection.KEYS, revision, limit);
  }

  /** The same, only counted. */
  public KeyRange countOnly() {
    return new KeyRange(from, end, consistency, Projection.COUNT, revision, limit);
  }

  /** The same, as it was at a revision. */
  public KeyRange at(long pinned) {
    return new KeyRange(from, end, consistency, projection, pinned, limit);
  }

  /** The same, with at most so many keys. */
  public KeyRange limitedTo(int keysMax) {
    return new KeyRange(from, end, consistency, projection, revision, keysMax);
  }

  /** What is left of the range from a key on. */
  public KeyRange startingAt(Bytes first) {
    return new KeyRange(first, end, consistency, projection, revision, limit);
  }
}
