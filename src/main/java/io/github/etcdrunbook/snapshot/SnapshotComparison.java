package io.github.etcdrunbook.snapshot;

import io.github.etcdrunbook.snapshot.SnapshotDifference.Basis;
import io.github.etcdrunbook.world.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Compares a snapshot with a later one, or with living keys that are given one by one. Not by a
 * filter on revisions: across an earlier restore that would miss changes. Steps: index the
 * snapshot; look each later key up in it; what was never looked up is gone. Keys may come in any
 * order, each once. Not safe for several threads.
 */
public final class SnapshotComparison {
  private final OpenSnapshot snapshot;
  private final StoredValue stored;
  private final List<KeyDifference> differences = new ArrayList<>();
  private long equal;

  private SnapshotComparison(OpenSnapshot snapshot) {
    this.snapshot = snapshot;
    this.stored = new StoredValue(snapshot.file());
  }

  /** Begins with a snapshot. */
  public static SnapshotComparison with(Path path, Progress progress) throws IOException {
    return new SnapshotComparison(OpenSnapshot.readable(path, progress));
  }

  /** Compares the snapshot with a later file and is then finished. */
  public SnapshotDifference against(Path later, Progress progress) throws IOException {
    OpenSnapshot other = OpenSnapshot.readable(later, progress);
    StoredValue theirs = new StoredValue(other.file());
    other
        .index()
        .ifPresent(
            index ->
                index.forEachLive(
                    element -> {
                      theirs.moveTo(element);
                      compare(other.file(), theirs);
                    }));
    List<Offence> offences = new ArrayList<>(snapshot.offences());
    offences.addAll(other.offences());
    return finished(offences, Basis.VALUES);
  }

  /** The uid by which the cluster of the snapshot is known, where that can be read. */
  public Optional<String> clusterUid() {
    return snapshot.database().flatMap(Database::clusterUid);
  }

  /** Takes a key that lives now. */
  public void living(byte[] key, KeyVersion now) {
    Optional<KeyVersion> before = before(FileBytes.of(key), 0, key.length);
    record(new String(key, StandardCharsets.UTF_8), before, now, true);
  }

  /** All living keys have been given. */
  public SnapshotDifference finished() {
    return finished(snapshot.offences(), Basis.REVISIONS);
  }

  private void compare(FileBytes other, StoredValue theirs) {
    Optional<KeyVersion> before = before(other, theirs.keyAt(), theirs.keyBytes());
    boolean sameValue =
        before.isPresent()
            && stored.valueBytes() == theirs.valueBytes()
            && snapshot
                .file()
                .equal(stored.valueAt(), other, theirs.valueAt(), theirs.valueBytes());
    record(text(theirs), before, version(theirs), sameValue);
  }

  private void record(String key, Optional<KeyVersion> before, KeyVersion now, boolean sameValue) {
    if (sameValue && before.filter(now::equals).isPresent()) {
      equal++;
    } else {
      differences.add(new KeyDifference(key, before, Optional.of(now)));
    }
  }

  /** Looks a key up, and remembers that it was; leaves the cursor on its entry. */
  private Optional<KeyVersion> before(FileBytes other, long keyAt, int keyBytes) {
    long element =
        snapshot.index().map(index -> index.take(other, keyAt, keyBytes)).orElse(KeyIndex.NONE);
    if (element == KeyIndex.NONE) {
      return Optional.empty();
    }
    stored.moveTo(element);
    return Optional.of(version(stored));
  }

  private SnapshotDifference finished(List<Offence> offences, Basis basis) {
    snapshot
        .index()
        .ifPresent(
            index ->
                index.forEachNotTaken(
                    element -> {
                      stored.moveTo(element);
                      differences.add(
                          new KeyDifference(
                              text(stored), Optional.of(version(stored)), Optional.empty()));
                    }));
    differences.sort(Comparator.comparing(KeyDifference::key));
    return new SnapshotDifference(offences, equal, basis, differences);
  }

  private static KeyVersion version(StoredValue at) {
    return new KeyVersion(at.createRevision(), at.modRevision(), at.version());
  }

  private static String text(StoredValue at) {
    return new String(at.key(), StandardCharsets.UTF_8);
  }
}
