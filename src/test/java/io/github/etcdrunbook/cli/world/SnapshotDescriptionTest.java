package io.github.etcdrunbook.cli.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.world.DescribedSnapshot;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.SnapshotFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written beside a snapshot is known again, and nothing else is taken for it. */
class SnapshotDescriptionTest {
  private static final Sha256 DIGEST = new Sha256("a".repeat(64));

  @TempDir private Path folder;

  private Path saved(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "12345");
    Files.writeString(beside(file), text(file));
    return file;
  }

  private static String text(Path file) {
    return SnapshotDescription.of(
        file,
        new SnapshotFacts(
            file.toString(),
            DIGEST,
            5,
            7,
            1,
            new SnapshotFacts.Contents("3.5.0", "uid", List.of(), List.of(), 0, 0, false)));
  }

  private static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".json");
  }

  @Test
  void knowsASnapshotAgain() throws IOException {
    Path file = saved("a \"b\" $(c)\n.db");
    assertEquals(
        Optional.of(new DescribedSnapshot(file.toString(), DIGEST, "uid")),
        SnapshotDescription.read(file));
  }

  @Test
  void doesNotKnowAFileOfAnotherSizeOrName() throws IOException {
    Path file = saved("a.db");
    Path copy = Files.copy(file, folder.resolve("b.db"));
    Files.copy(beside(file), beside(copy));
    assertEquals(Optional.empty(), SnapshotDescription.read(copy));
    Files.writeString(file, "123456");
    assertEquals(Optional.empty(), SnapshotDescription.read(file));
  }

  @Test
  void knowsNoLinks() throws IOException {
    Path file = saved("a.db");
    Path moved = Files.move(file, folder.resolve("kept"));
    Files.createSymbolicLink(file, moved);
    assertEquals(Optional.empty(), SnapshotDescription.read(file));
    Path other = saved("b.db");
    Path description = Files.move(beside(other), folder.resolve("kept.json"));
    Files.createSymbolicLink(beside(other), description);
    assertEquals(Optional.empty(), SnapshotDescription.read(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "null", "{\"file\": \"a.db\", \"verified\": true}"})
  void knowsNoForeignText(String text) throws IOException {
    Path file = saved("a.db");
    Files.writeString(beside(file), text);
    assertEquals(Optional.empty(), SnapshotDescription.read(file));
  }

  @Test
  void knowsNoDescriptionWithoutEndOrOfAFolder() throws IOException {
    Path file = saved("a.db");
    Files.writeString(beside(file), text(file) + " ".repeat(1 << 20));
    assertEquals(Optional.empty(), SnapshotDescription.read(file));
    Files.delete(beside(file));
    Files.createDirectory(beside(file));
    assertEquals(Optional.empty(), SnapshotDescription.read(file));
  }
}
