package io.github.etcdrunbook.local;

import io.github.etcdrunbook.world.OperatorReader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import io.github.etcdrunbook.world.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
