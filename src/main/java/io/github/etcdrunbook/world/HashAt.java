package io.github.etcdrunbook.world;

import java.util.Objects;

/**
 * The hash of a member's key space at a revision (HashKV). Two may be compared only when their
 * compacted revisions are equal; etcd itself does so. Immutable.
 */
public record HashAt(long revision, long compacted, String hash) {
  /** Rejects null. */
  public HashAt {
    Objects.requireNonNull(hash, "hash");
  }
}
