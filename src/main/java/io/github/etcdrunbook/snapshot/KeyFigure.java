package io.github.etcdrunbook.snapshot;

import java.util.Objects;

/**
 * One living key and its size. Immutable.
 *
 * @param bytes key and value
 * @param version how often it was written since it was created
 */
public record KeyFigure(String key, long bytes, long version) {
  /** Rejects null. */
  public KeyFigure {
    Objects.requireNonNull(key, "key");
  }
}
