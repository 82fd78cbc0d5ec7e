package io.github.etcdrunbook.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.world.DescribedSnapshot;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Filling;
import io.github.etcdrunbook.world.Recount;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalOperatorTest {
  @TempDir private Path folder;
  private final LocalOperator operator =
      new LocalOperator(
          new NoSnapshots(), new Sealing(new LocalCommands(Path.of("/"), Map.of()), ""));

  private static final class NoSnapshots implements LocalOperator.Snapshots {
    @Override
    public Optional<DescribedSnapshot> described(Path file) {
      return Optional.empty();
    }

    @Override
    public Sight<SnapshotFacts> snapshot(Path path) {
      return new Sight.Unseen<>(new Failure.Unsuitable(path + "", "none"));
    }

    @Override
    public Sight<Recount> recount(Path restored, Path later, long revision) {
      return new Sight.Unseen<>(new Failure.Unsuitable(later + "", "none"));
    }

    @Override
    public Sight<Filling> filling(Path path) {
      return new Sight.Unseen<>(new Failure.Unsuitable(path + "", "none"));
    }
  }

  @Test
  void tellsTheSizeOfFilesOnly() throws IOException {
    Files.writeString(folder.resolve("x"), "12345");

    assertEquals(Optional.of(5L), operator.size(folder.resolve("x").toString()));
    assertEquals(Optional.empty(), operator.size(folder.toString()));
    assertEquals(Optional.empty(), operator.size(folder.resolve("none").toString()));
  }

  @Test
  void tellsTheSpaceWhereAFolderIsYetToBeMade() {
    assertTrue(operator.freeBytes(folder.resolve("a/b/c").toString()).known().orElseThrow() > 0);
  }

  @Test
  void asksTheVerifierWhatASnapshotIs() {
    assertEquals("/s.db", operator.snapshot("/s.db").unseen().map(Failure::what).orElseThrow());
  }
}
