package io.github.etcdrunbook.local;

import io.github.etcdrunbook.world.DescribedSnapshot;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Filling;
import io.github.etcdrunbook.world.FoundFile;
import io.github.etcdrunbook.world.OperatorReader;
import io.github.etcdrunbook.world.Recipient;
import io.github.etcdrunbook.world.Recount;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import io.github.etcdrunbook.world.Value;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The machine that this program runs on. Looks anew at every call. */
public final class LocalOperator implements OperatorReader {
  private final Snapshots snapshots;
  private final Sealing sealing;

  /**
   * The operator's machine.
   *
   * @param snapshots reads snapshot files
   */
  public LocalOperator(Snapshots snapshots, Sealing sealing) {
    this.snapshots = Objects.requireNonNull(snapshots, "snapshots");
    this.sealing = Objects.requireNonNull(sealing, "sealing");
  }

  /** What reads snapshot files; that is not this package's to know. */
  public interface Snapshots {
    /** What a file is: verified, with what is in it. */
    Sight<SnapshotFacts> snapshot(Path path);

    /** What a file is by the description beside it; empty when it has none of its own. */
    Optional<DescribedSnapshot> described(Path path);

    /** What became of the keys of one file until the later one was taken. */
    Sight<Recount> recount(Path restored, Path later, long revision);

    /** What fills the database in a file. */
    Sight<Filling> filling(Path path);
  }

  @Override
  public Optional<Long> size(String path) {
    Path file = Path.of(path);
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.size(file)) : Optional.empty();
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  @Override
  public List<FoundFile> files(String folder) {
    Path at = Path.of(folder);
    if (!Files.isDirectory(at)) {
      return List.of();
    }
    List<FoundFile> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(at)) {
      for (Path entry : entries) {
        if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
          found.add(
              new FoundFile(
                  entry.toString(),
                  Files.size(entry),
                  Files.getLastModifiedTime(entry).toInstant()));
        }
      }
    } catch (IOException unreadable) {
      return List.of();
    }
    found.sort(Comparator.comparing(FoundFile::path));
    return List.copyOf(found);
  }

  @Override
  public List<DescribedSnapshot> described(String folder) {
    return files(folder).stream()
        .map(FoundFile::path)
        .filter(path -> path.endsWith(".db"))
        .flatMap(path -> snapshots.described(Path.of(path)).stream())
        .toList();
  }

  @Override
  public Sight<SnapshotFacts> snapshot(String path) {
    return snapshots.snapshot(Path.of(path));
  }

  @Override
  public Sight<Recount> recount(String restored, String later, long revision) {
    return snapshots.recount(Path.of(restored), Path.of(later), revision);
  }

  @Override
  public Optional<Failure> objection(Recipient recipient) {
    return sealing.objection(recipient);
  }

  @Override
  public Sight<Filling> filling(String path) {
    return snapshots.filling(Path.of(path));
  }

  @Override
  public Value<Long> freeBytes(String path) {
    Path at = Path.of(path).toAbsolutePath().normalize();
    while (at.getParent() != null && !Files.exists(at)) {
      at = at.getParent();
    }
    try {
      return Value.drifting(Files.getFileStore(at).getUsableSpace());
    } catch (IOException unreadable) {
      return Value.drifting(0L);
    }
  }
}
