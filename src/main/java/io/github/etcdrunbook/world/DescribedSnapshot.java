package io.github.etcdrunbook.world;

import java.util.Objects;

/**
 * A snapshot file that this program saved, as the description beside it tells. Whether the file
 * still is what was described only a look into it tells.
 *
 * @param path where it lies on the operator's machine
 * @param sha256 digest of the whole file when it was verified
 * @param uid the uid of the namespace kube-system inside; empty text when there was none
 */
public record DescribedSnapshot(String path, Sha256 sha256, String uid) {
  /** Rejects null. */
  public DescribedSnapshot {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(uid, "uid");
  }
}
