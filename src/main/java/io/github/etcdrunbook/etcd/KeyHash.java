package io.github.etcdrunbook.etcd;

/**
 * The hash of a member's key space up to a revision. Two hashes may be compared only when both the
 * revision and the compacted revision are equal. Immutable.
 *
 * @param hash an unsigned 32-bit number
 * @param revision the revision asked for, or the member's own when none was
 */
public record KeyHash(long hash, long revision, long compactRevision) {
  /** Whether equal data must give equal hashes. */
  public boolean comparableWith(KeyHash other) {
    return revision == other.revision && compactRevision == other.compactRevision;
  }
}
