package io.github.etcdrunbook.snapshot;

import io.github.etcdrunbook.snapshot.KeyHistory.Superseded;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;

/**
 * Walks a whole database once: hashes it as etcdutl does, counts its entries and hands them to the
 * readers of their buckets. Not safe for several threads.
 */
final class Database implements EntryVisitor {
  private static final String CLUSTER_UID_KEY = "/registry/namespaces/kube-system";
  private static final byte[] REGISTRY = "/registry/".getBytes(StandardCharsets.UTF_8);
  private static final int PROGRESS_ENTRIES = 1 << 14;

  private final FileBytes file;
  private final BoltMeta meta;
  private final PageTable pages;
  private final Offences offences;
  private final LongConsumer progress;
  private final CRC32C hash = new CRC32C();
  private final KeyHistory history;
  private final StateBuckets state;
  private String bucket = "";
  private long entries;

  private Database(
      FileBytes file,
      BoltMeta meta,
      Offences offences,
      Superseded superseded,
      LongConsumer progress) {
    this.file = file;
    this.meta = meta;
    this.offences = offences;
    this.progress = progress;
    this.pages = new PageTable(file, meta, offences);
    this.history = new KeyHistory(file, meta.sum(), offences, superseded);
    this.state = new StateBuckets(file, offences);
  }

  /**
   * Reads the database in the first {@code end} bytes of the file; nothing when its beginning is
   * damaged. The progress is told how many bytes of pages have been walked.
   */
  static Optional<Database> read(
      FileBytes file, long end, Offences offences, Superseded superseded, LongConsumer progress) {
    Optional<BoltMeta> chosen = BoltMeta.choose(file, end, offences);
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    BoltMeta meta = chosen.get();
    offences.pagesOf(meta.pageBytes());
    if (meta.pagesEnd() < 2 || meta.pagesEnd() > end / meta.pageBytes()) {
      offences.add(
          end,
          "the file ends here, but its database has "
              + Long.toUnsignedString(meta.pagesEnd())
              + " pages of "
              + meta.pageBytes()
              + " bytes");
      return Optional.empty();
    }
    Database database = new Database(file, meta, offences, superseded, progress);
    database.walk();
    return Optional.of(database);
  }

  private void walk() {
    new PageTree(file, pages, offences, this).walk(meta);
    pages.checkFreeList();
  }

  @Override
  public void bucket(String name) {
    bucket = name;
    hash.update(name.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void entry(Entry entry) {
    entries++;
    if (entries % PROGRESS_ENTRIES == 0) {
      progress.accept(pages.reachedBytes());
    }
    file.checksum(hash, entry.key(), entry.bytes());
    if (bucket.equals("key")) {
      history.entry(entry);
    } else {
      state.entry(bucket, entry);
    }
  }

  KeyHistory history() {
    return history;
  }

  /** What the database holds. */
  SnapshotContents contents() {
    Registry registry = registry();
    return new SnapshotContents(
        new SnapshotContents.Figures(
            hash.getValue(),
            history.newest(),
            entries,
            history.index().live(),
            registry.keys(),
            registry.leased(),
            meta.pagesEnd() * meta.pageBytes(),
            state.compactedRevision()),
        state.origin(clusterUid()),
        state.inheritance());
  }

  /** The living keys of Kubernetes, and how many of them end with a lease. */
  private record Registry(long keys, long leased) {}

  private Registry registry() {
    long[] counts = new long[2];
    StoredValue stored = new StoredValue(file);
    FileBytes prefix = FileBytes.of(REGISTRY);
    history
        .index()
        .forEachLive(
            element -> {
              stored.moveTo(element);
              boolean below =
                  stored.keyBytes() >= REGISTRY.length
                      && file.equal(stored.keyAt(), prefix, 0, REGISTRY.length);
              counts[0] += below ? 1 : 0;
              counts[1] += below && stored.lease() != 0 ? 1 : 0;
            });
    return new Registry(counts[0], counts[1]);
  }

  Optional<String> clusterUid() {
    byte[] key = CLUSTER_UID_KEY.getBytes(StandardCharsets.UTF_8);
    long element = history.index().live(FileBytes.of(key), 0, key.length);
    if (element == KeyIndex.NONE) {
      return Optional.empty();
    }
    StoredValue stored = new StoredValue(file);
    stored.moveTo(element);
    return KubernetesObject.read(stored.value())
        .map(KubernetesObject::uid)
        .filter(uid -> !uid.isEmpty());
  }
}
