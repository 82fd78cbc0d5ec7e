package io.github.etcdrunbook.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Sight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalOperatorTest {
  @TempDir private Path folder;
  private final LocalOperator operator =
      new LocalOperator(path -> new Sight.Unseen<>(new Failure.Unsuitable(path + "", "none")));

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
