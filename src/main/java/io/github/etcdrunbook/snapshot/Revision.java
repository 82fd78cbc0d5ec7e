package io.github.etcdrunbook.snapshot;

import io.github.etcdrunbook.snapshot.EntryVisitor.Entry;
import java.util.Optional;

/**
 * A key of bucket {@code key}: eight bytes of the main revision, an underscore, eight of the sub
 * revision, and a {@code t} where the revision deleted its key (mvcc/revision.go). Immutable.
 */
record Revision(long main, long sub, boolean tombstone) {
  private static final int BYTES = 17;

  static Optional<Revision> read(FileBytes file, Entry entry) {
    boolean marked = entry.keyBytes() == BYTES + 1;
    boolean wellFormed =
        (entry.keyBytes() == BYTES || marked)
            && file.unsignedByte(entry.key() + 8) == '_'
            && (!marked || file.unsignedByte(entry.key() + BYTES) == 't');
    return wellFormed
        ? Optional.of(
            new Revision(
                file.bigEndianLong(entry.key()), file.bigEndianLong(entry.key() + 9), marked))
        : Optional.empty();
  }
}
