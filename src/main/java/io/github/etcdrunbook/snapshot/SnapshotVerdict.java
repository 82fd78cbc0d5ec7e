package io.github.etcdrunbook.snapshot;

import io.github.etcdrunbook.world.Sha256;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a verification found. Immutable.
 *
 * @param bytes the length of the file
 * @param sha256 the hash of the whole file, trailer included
 * @param offences the first hundred things that are wrong, in the order in which they were found
 * @param offencesTotal how many things are wrong
 * @param contents what could be read; absent when not even the beginning could
 */
public record SnapshotVerdict(
    Path file,
    long bytes,
    Sha256 sha256,
    Trailer trailer,
    List<Offence> offences,
    long offencesTotal,
    Optional<SnapshotContents> contents) {
  /** What the last 32 bytes of the file say. */
  public enum Trailer {
    /** They are the SHA-256 of all bytes before them: the file is as etcd sent it. */
    AGREES,
    /** They should be, but are not: bytes were changed, lost or added. */
    DISAGREES,
    /** There are none: a copy of a member's database, or a snapshot cut by just these bytes. */
    ABSENT
  }

  /** Rejects null and copies the list. */
  public SnapshotVerdict {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(trailer, "trailer");
    Objects.requireNonNull(contents, "contents");
    offences = List.copyOf(offences);
  }

  /** Whether it can be restored: the trailer agrees and nothing is wrong. */
  public boolean good() {
    return trailer == Trailer.AGREES && soundStructure();
  }

  /** Whether a file that cannot have a trailer looks sound; a changed value may go unseen. */
  public boolean goodWithoutTrailer() {
    return trailer == Trailer.ABSENT && soundStructure();
  }

  private boolean soundStructure() {
    return offencesTotal == 0 && contents.isPresent();
  }
}
