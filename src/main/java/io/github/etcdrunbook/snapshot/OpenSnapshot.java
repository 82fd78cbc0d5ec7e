package io.github.etcdrunbook.snapshot;

import io.github.etcdrunbook.snapshot.KeyHistory.Superseded;
import io.github.etcdrunbook.world.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A snapshot whose keys have been indexed, for looking into it. The trailer is not looked at: that
 * is the verification's part. Not safe for several threads.
 */
final class OpenSnapshot {
  private final FileBytes file;
  private final Offences offences;
  private final Optional<Database> database;

  private OpenSnapshot(FileBytes file, Offences offences, Optional<Database> database) {
    this.file = file;
    this.offences = offences;
    this.database = database;
  }

  /** Reads the file; what is given is told of every entry that a later one replaces. */
  static OpenSnapshot of(Path path, Function<FileBytes, Superseded> superseded, Progress progress)
      throws IOException {
    try {
      return of(FileBytes.of(path), superseded, progress);
    } catch (InternalError e) {
      throw new IOException(path + " could not be read to its end: " + e.getMessage(), e);
    }
  }

  /** Reads a file that must have keys that can be read: nothing is not the same as no keys. */
  static OpenSnapshot readable(Path path, Progress progress) throws IOException {
    OpenSnapshot snapshot = of(path, file -> older -> {}, progress);
    if (snapshot.database().isEmpty()) {
      throw new IOException(path + " is damaged " + snapshot.offences().getFirst());
    }
    return snapshot;
  }

  static OpenSnapshot of(
      FileBytes file, Function<FileBytes, Superseded> superseded, Progress progress) {
    Offences offences = new Offences();
    long end = SnapshotFile.contentEnd(file, offences);
    try {
      Optional<Database> database =
          Database.read(
              file,
              end,
              offences,
              superseded.apply(file),
              walked -> progress.at(walked, file.size()));
      progress.at(file.size(), file.size());
      return new OpenSnapshot(file, offences, database);
    } catch (BrokenFile e) {
      offences.add(e.offset(), e.getMessage());
      return new OpenSnapshot(file, offences, Optional.empty());
    }
  }

  FileBytes file() {
    return file;
  }

  /** The newest entry of every key; nothing when the file's beginning is damaged. */
  Optional<KeyIndex> index() {
    return database.map(read -> read.history().index());
  }

  Optional<Database> database() {
    return database;
  }

  List<Offence> offences() {
    return offences.kept();
  }
}
