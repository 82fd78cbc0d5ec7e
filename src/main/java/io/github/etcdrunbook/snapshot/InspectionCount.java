package io.github.etcdrunbook.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Adds up the entries of a snapshot by type and namespace. Not safe for several threads. */
final class InspectionCount {
  private static final int TOP = 20;
  private static final int GROUPS_MAX = 100_000;
  private static final int ENCRYPTION_BYTES = 512;

  private final FileBytes file;
  private final FileBytes prefix;
  private final StoredValue stored;
  private final Map<Group, long[]> groups = new HashMap<>();
  private final Map<EncryptionAtRest, Long> encryption = new HashMap<>();
  private final PriorityQueue<KeyFigure> biggest =
      new PriorityQueue<>(Comparator.comparingLong(KeyFigure::bytes));
  private final PriorityQueue<KeyFigure> mostWritten =
      new PriorityQueue<>(Comparator.comparingLong(KeyFigure::version));
  private long leasedKeys;

  InspectionCount(FileBytes file, String prefix) {
    this.file = file;
    this.prefix = FileBytes.of(prefix.getBytes(StandardCharsets.UTF_8));
    this.stored = new StoredValue(file);
  }

  private record Group(String type, String namespace) {}

  /** Places in the sums of a group. */
  private static final int KEYS = 0;

  private static final int BYTES = 1;
  private static final int OLDER_ENTRIES = 2;
  private static final int OLDER_BYTES = 3;
  private static final int ENCRYPTED = 4;
  private static final int SUMS = 5;

  /** Counts an entry that only history needs. */
  void older(long element) {
    if (wanted(element)) {
      long[] sums = sums(key());
      sums[OLDER_ENTRIES]++;
      sums[OLDER_BYTES] += size();
    }
  }

  /** Counts the newest entry of a living key. */
  void living(long element) {
    if (!wanted(element)) {
      return;
    }
    String key = key();
    long[] sums = sums(key);
    sums[KEYS]++;
    sums[BYTES] += size();
    leasedKeys += stored.lease() == 0 ? 0 : 1;
    int start = Math.min(stored.valueBytes(), ENCRYPTION_BYTES);
    EncryptionAtRest.of(file.copy(stored.valueAt(), start))
        .ifPresent(
            found -> {
              sums[ENCRYPTED]++;
              encryption.merge(found, 1L, Long::sum);
            });
    KeyFigure figure = new KeyFigure(key, size(), stored.version());
    keep(biggest, figure);
    keep(mostWritten, figure);
  }

  private boolean wanted(long element) {
    return stored.moveTo(element)
        && stored.keyBytes() >= prefix.size()
        && file.equal(stored.keyAt(), prefix, 0, (int) prefix.size());
  }

  private String key() {
    return new String(stored.key(), StandardCharsets.UTF_8);
  }

  private long size() {
    return (long) stored.keyBytes() + stored.valueBytes();
  }

  /** A file with absurdly many groups is counted by type alone, and in the end as one. */
  private long[] sums(String key) {
    ResourceKey resource = ResourceKey.of(key);
    Group group =
        groups.size() < GROUPS_MAX
            ? new Group(resource.type(), resource.namespace())
            : new Group("(more)", "");
    return groups.computeIfAbsent(group, found -> new long[SUMS]);
  }

  private static void keep(PriorityQueue<KeyFigure> queue, KeyFigure figure) {
    queue.add(figure);
    if (queue.size() > TOP) {
      queue.remove();
    }
  }

  SnapshotInspection result(OpenSnapshot snapshot) {
    List<KeyGroup> found = new ArrayList<>();
    groups.forEach(
        (group, sums) ->
            found.add(
                new KeyGroup(
                    group.type(),
                    group.namespace(),
                    sums[KEYS],
                    sums[BYTES],
                    sums[OLDER_ENTRIES],
                    sums[OLDER_BYTES],
                    sums[ENCRYPTED])));
    found.sort(
        Comparator.comparingLong(KeyGroup::totalBytes)
            .reversed()
            .thenComparing(KeyGroup::type)
            .thenComparing(KeyGroup::namespace));
    return new SnapshotInspection(
        snapshot.offences(),
        snapshot.database().map(Database::contents),
        found,
        new SnapshotInspection.Top(
            falling(biggest, Comparator.comparingLong(KeyFigure::bytes)),
            falling(mostWritten, Comparator.comparingLong(KeyFigure::version))),
        leasedKeys,
        encryption);
  }

  private static List<KeyFigure> falling(PriorityQueue<KeyFigure> queue, Comparator<KeyFigure> by) {
    return queue.stream().sorted(by.reversed().thenComparing(KeyFigure::key)).toList();
  }
}
