package io.github.etcdrunbook.world;

import java.time.Instant;
import java.util.Objects;

/** A regular file of the operator's machine: its size in bytes and when it was last written. */
public record FoundFile(String path, long size, Instant modified) {
  /** Rejects null. */
  public FoundFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(modified, "modified");
  }
}
