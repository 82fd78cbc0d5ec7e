package io.github.etcdrunbook.etcd;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A snapshot that arrived whole: its own trailer agrees with its bytes and it is on the disk.
 * Immutable.
 *
 * @param bytes the length of the file, trailer included
 * @param sha256 the hash of the whole file, in lower-case hexadecimal
 */
public record SavedSnapshot(Path file, long bytes, String sha256) {
  /** Rejects null. */
  public SavedSnapshot {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(sha256, "sha256");
  }
}
