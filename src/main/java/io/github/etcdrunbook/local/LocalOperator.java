package io.github.etcdrunbook.local;

import io.github.etcdrunbook.world.FoundFile;
import io.github.etcdrunbook.world.OperatorReader;
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
import java.util.function.Function;

/** The machine that this program runs on. Looks anew at every call. */
public final class LocalOperator implements OperatorReader {
  private final Function<Path, Sight<SnapshotFacts>> verifier;

  /**
   * The operator's machine.
   *
   * @param verifier tells what a snapshot file is
   */
  public LocalOperator(Function<Path, Sight<SnapshotFacts>> verifier) {
    this.verifier = Objects.requireNonNull(verifier, "verifier");
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
  public Sight<SnapshotFacts> snapshot(String path) {
    return verifier.apply(Path.of(path));
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
