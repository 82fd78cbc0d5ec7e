package io.github.etcdrunbook.snapshot;

import io.github.etcdrunbook.world.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Lists the living keys of a snapshot and reads one of them. Not safe for several threads. */
public final class SnapshotKeys {
  private final OpenSnapshot snapshot;

  private SnapshotKeys(OpenSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** Indexes the file. */
  public static SnapshotKeys of(Path path, Progress progress) throws IOException {
    return new SnapshotKeys(OpenSnapshot.of(path, file -> older -> {}, progress));
  }

  /** What is wrong with the file, so that keys may be missing. */
  public List<Offence> offences() {
    return snapshot.offences();
  }

  /** The keys that start with a prefix, in order. */
  public List<String> list(String prefix) {
    List<String> keys = new ArrayList<>();
    StoredValue stored = new StoredValue(snapshot.file());
    snapshot
        .index()
        .ifPresent(
            index ->
                index.forEachLive(
                    element -> {
                      stored.moveTo(element);
                      String key = new String(stored.key(), StandardCharsets.UTF_8);
                      if (key.startsWith(prefix)) {
                        keys.add(key);
                      }
                    }));
    keys.sort(null);
    return keys;
  }

  /**
   * A key as it was when the snapshot was taken.
   *
   * @param value the bytes as text of one character each, so that the record stays immutable
   */
  public record Found(
      String key, String value, long createRevision, long modRevision, long version, long lease) {
    /** Rejects null. */
    public Found {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
    }

    /** The value's bytes. */
    public byte[] bytes() {
      return value.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /** One key, if it is alive. */
  public Optional<Found> get(String key) {
    byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
    long element =
        snapshot
            .index()
            .map(index -> index.live(FileBytes.of(wanted), 0, wanted.length))
            .orElse(KeyIndex.NONE);
    if (element == KeyIndex.NONE) {
      return Optional.empty();
    }
    StoredValue stored = new StoredValue(snapshot.file());
    stored.moveTo(element);
    return Optional.of(
        new Found(
            key,
            new String(stored.value(), StandardCharsets.ISO_8859_1),
            stored.createRevision(),
            stored.modRevision(),
            stored.version(),
            stored.lease()));
  }
}
