package io.github.etcdrunbook.snapshot;

import io.github.etcdrunbook.snapshot.SnapshotVerdict.Trailer;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Verifies a snapshot file: its trailer, then every page of its database, then what the entries
 * say. Reads the file twice and holds none of it in the heap. Throws {@link IOException} when the
 * file cannot be read at all; whatever its bytes are, the answer is a verdict.
 */
public final class SnapshotFile {
  private static final int TRAILER_BYTES = 32;
  private static final int BLOCK_BYTES = 512;
  private static final int PIECE_BYTES = 4 << 20;

  private SnapshotFile() {}

  /** Verifies the file and tells the progress in bytes of it. */
  public static SnapshotVerdict verify(Path path, Progress progress) throws IOException {
    try {
      return verify(path, FileBytes.of(path), progress);
    } catch (InternalError e) {
      // The JVM's word for a mapped file that shrank or whose disk failed under the read.
      throw new IOException(path + " could not be read to its end: " + e.getMessage(), e);
    }
  }

  static SnapshotVerdict verify(Path path, FileBytes file, Progress progress) {
    Offences offences = new Offences();
    long end = contentEnd(file, offences);
    Hashes hashes = Hashes.of(file, end, progress);
    boolean hasTrailer = end < file.size();
    Optional<SnapshotContents> contents = contents(file, end, offences, progress);
    return new SnapshotVerdict(
        path,
        file.size(),
        hashes.whole(),
        !hasTrailer ? Trailer.ABSENT : hashes.agree() ? Trailer.AGREES : Trailer.DISAGREES,
        offences.kept(),
        offences.total(),
        contents);
  }

  /**
   * Where the database ends: etcd sends whole blocks of 512 bytes, and then 32 bytes of trailer.
   */
  static long contentEnd(FileBytes file, Offences offences) {
    long over = file.size() % BLOCK_BYTES;
    if (over == TRAILER_BYTES) {
      return file.size() - TRAILER_BYTES;
    }
    Optional<String> packed = Packing.of(file);
    if (packed.isPresent()) {
      offences.add(0, "this is a file that " + packed.get() + " has packed: unpack it first");
    } else if (over != 0) {
      offences.add(
          file.size(),
          "a snapshot has a multiple of 512 bytes and 32 more, a database the multiple alone; this"
              + " file has "
              + file.size()
              + " bytes: it was cut or added to");
    }
    return file.size();
  }

  private static Optional<SnapshotContents> contents(
      FileBytes file, long end, Offences offences, Progress progress) {
    try {
      Optional<SnapshotContents> contents =
          Database.read(
                  file,
                  end,
                  offences,
                  older -> {},
                  walked -> progress.at((file.size() + walked) / 2, file.size()))
              .map(Database::contents);
      progress.at(file.size(), file.size());
      return contents;
    } catch (BrokenFile e) {
      offences.add(e.offset(), e.getMessage());
      return Optional.empty();
    }
  }

  /** The hash of the whole file, and whether that of its content stands in the trailer. */
  private record Hashes(Sha256 whole, boolean agree) {
    static Hashes of(FileBytes file, long end, Progress progress) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (long at = 0; at < end; at += PIECE_BYTES) {
          file.digest(digest, at, (int) Math.min(PIECE_BYTES, end - at));
          progress.at(at / 2, file.size());
        }
        MessageDigest content = (MessageDigest) digest.clone();
        int rest = (int) (file.size() - end);
        file.digest(digest, end, rest);
        return new Hashes(
            new Sha256(HexFormat.of().formatHex(digest.digest())),
            MessageDigest.isEqual(content.digest(), file.copy(end, rest)));
      } catch (NoSuchAlgorithmException | CloneNotSupportedException e) {
        throw new IllegalStateException("every JDK has SHA-256 and can clone it", e);
      }
    }
  }
}
