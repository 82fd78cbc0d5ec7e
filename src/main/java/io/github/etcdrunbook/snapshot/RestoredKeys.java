package io.github.etcdrunbook.snapshot;

import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.Recount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Accounts for every key of a restored snapshot in a later one. What was written after the restored
 * revision, or deleted and not compacted since, has an explanation, and so has a key with a lease
 * that is gone; the rest has none. Steps: look each living key of the later file up in the restored
 * one; then look for the deletion of each that was never looked up. Not safe for several threads.
 */
public final class RestoredKeys {
  private static final int EXAMPLES = 5;
  private static final int TYPES_SHOWN = 12;

  private final OpenSnapshot restored;
  private final OpenSnapshot later;
  private final StoredValue before;
  private final StoredValue now;
  private final long revision;
  private final Map<String, Counts> types = new TreeMap<>();
  private final List<String> examples = new ArrayList<>();
  private final Counts fates = new Counts();

  private RestoredKeys(OpenSnapshot restored, OpenSnapshot later, long revision) {
    this.restored = restored;
    this.later = later;
    this.before = new StoredValue(restored.file());
    this.now = new StoredValue(later.file());
    this.revision = revision;
  }

  /** Numbers of one type, and of all fates. */
  private static final class Counts {
    private long before;
    private long leased;
    private long now;
    private long kept;
    private long written;
    private long gone;
    private long fresh;
    private long unexplained;
  }

  /** Recounts; {@code revision} is the newest one of the cluster that was made of the first. */
  public static Recount of(Path restored, Path later, long revision) throws IOException {
    OpenSnapshot first = OpenSnapshot.readable(restored, Progress.none());
    OpenSnapshot second = OpenSnapshot.readable(later, Progress.none());
    return new RestoredKeys(first, second, revision)
        .counted(first.index().orElseThrow(), second.index().orElseThrow());
  }

  private Recount counted(KeyIndex beforeIndex, KeyIndex laterIndex) {
    beforeIndex.forEachLive(
        element -> {
          before.moveTo(element);
          Counts counts = type(before);
          counts.before++;
          counts.leased += before.lease() == 0 ? 0 : 1;
        });
    laterIndex.forEachLive(element -> living(element, beforeIndex));
    long compacted =
        later.database().map(read -> read.contents().figures().compactedRevision()).orElse(0L);
    beforeIndex.forEachNotTaken(
        element -> {
          before.moveTo(element);
          boolean explained =
              before.lease() != 0
                  || compacted > revision
                  || laterIndex.knows(restored.file(), before.keyAt(), before.keyBytes());
          if (explained) {
            fates.gone++;
          } else {
            unexplained("missing", before);
          }
        });
    return new Recount(
        fates.kept,
        fates.written,
        fates.gone,
        fates.fresh,
        differing(),
        fates.unexplained,
        examples);
  }

  private void living(long element, KeyIndex beforeIndex) {
    now.moveTo(element);
    type(now).now++;
    long found = beforeIndex.take(later.file(), now.keyAt(), now.keyBytes());
    boolean since = now.modRevision() > revision;
    if (found == KeyIndex.NONE) {
      if (since) {
        fates.fresh++;
      } else {
        unexplained("from elsewhere", now);
      }
      return;
    }
    before.moveTo(found);
    if (since) {
      fates.written++;
    } else if (same()) {
      fates.kept++;
    } else {
      unexplained("other", now);
    }
  }

  private boolean same() {
    return before.createRevision() == now.createRevision()
        && before.modRevision() == now.modRevision()
        && before.version() == now.version()
        && before.valueBytes() == now.valueBytes()
        && restored
            .file()
            .equal(before.valueAt(), later.file(), now.valueAt(), before.valueBytes());
  }

  private void unexplained(String how, StoredValue at) {
    fates.unexplained++;
    if (examples.size() < EXAMPLES) {
      examples.add(text(at) + " (" + how + ")");
    }
  }

  private Counts type(StoredValue at) {
    return types.computeIfAbsent(ResourceKey.of(text(at)).type(), found -> new Counts());
  }

  private List<String> differing() {
    List<Map.Entry<String, Counts>> changed =
        types.entrySet().stream()
            .filter(type -> type.getValue().now != type.getValue().before)
            .sorted(
                Comparator.comparingLong(
                    type -> -Math.abs(type.getValue().now - type.getValue().before)))
            .toList();
    List<String> lines = new ArrayList<>();
    changed.stream()
        .limit(TYPES_SHOWN)
        .forEach(type -> lines.add(line(type.getKey(), type.getValue())));
    if (changed.size() > TYPES_SHOWN) {
      lines.add(changed.size() - TYPES_SHOWN + " more types");
    }
    return lines;
  }

  private static String line(String type, Counts counts) {
    return "%s %,d in the snapshot%s, %,d now"
        .formatted(
            type,
            counts.before,
            counts.leased == 0 ? "" : " (%,d with a lease)".formatted(counts.leased),
            counts.now);
  }

  private static String text(StoredValue at) {
    return new String(at.key(), StandardCharsets.UTF_8);
  }
}
