package io.github.etcdrunbook.snapshot;

import io.github.etcdrunbook.snapshot.EntryVisitor.Entry;
import java.util.Optional;

/**
 * Reads bucket {@code key}: every revision of every key, oldest first. Checks that each entry says
 * the same revision as the key that it stands under. Not safe for several threads.
 */
final class KeyHistory {
  private final FileBytes file;
  private final Offences offences;
  private final StoredValue stored;
  private final KeyIndex index;
  private final Superseded superseded;
  private long newest;
  private long revisions;
  private long tombstones;

  KeyHistory(FileBytes file, long seed, Offences offences, Superseded superseded) {
    this.file = file;
    this.offences = offences;
    this.stored = new StoredValue(file);
    this.index = new KeyIndex(file, seed);
    this.superseded = superseded;
  }

  /** Is told of each entry that a later one replaces, and of each tombstone. */
  @FunctionalInterface
  interface Superseded {
    void by(long olderElement);
  }

  void entry(Entry entry) {
    Optional<Revision> read = Revision.read(file, entry);
    if (read.isEmpty()) {
      offences.add(entry.key(), "the key is not a revision");
      return;
    }
    Revision revision = read.get();
    newest = revision.main();
    revisions++;
    if (entry.valueBytes() == 0) {
      return; // A restore with --bump-revision leaves such an entry at the new revision.
    }
    if (!stored.read(entry.value(), entry.value() + entry.valueBytes())) {
      offences.add(entry.value(), "revision " + revision.main() + " is not a key with a value");
      return;
    }
    if (revision.tombstone()) {
      tombstones++;
      superseded.by(entry.element());
    } else if (!consistent(revision)) {
      offences.add(entry.value(), "revision " + revision.main() + " holds numbers of another");
    }
    long older = index.put(stored, entry.element(), revision.tombstone());
    if (older != KeyIndex.NONE) {
      superseded.by(older);
    }
  }

  private boolean consistent(Revision revision) {
    return stored.modRevision() == revision.main()
        && stored.createRevision() > 0
        && stored.createRevision() <= stored.modRevision()
        && stored.version() > 0;
  }

  /** The revision of the last entry: that of the whole snapshot. */
  long newest() {
    return newest;
  }

  long revisions() {
    return revisions;
  }

  long tombstones() {
    return tombstones;
  }

  KeyIndex index() {
    return index;
  }
}
