package io.github.etcdrunbook.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process writes a journal, whatever it and others read meanwhile. */
class DiskFileTest {
  private static final int BUSY = 30;

  @TempDir private Path folder;

  /** Another process; its argument is the file. */
  static final class Other {
    private Other() {}

    /** Ends with 30 when somebody else writes the file. */
    public static void main(String[] arguments) throws IOException {
      try (DiskFile file = DiskFile.open(Path.of(arguments[0]))) {
        Runtime.getRuntime().exit(file.read().length == 0 ? 1 : 0);
      } catch (DiskFile.Busy busy) {
        Runtime.getRuntime().exit(BUSY);
      }
    }
  }

  private static int other(Path file) throws IOException, InterruptedException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Other.class.getName(),
            file.toString())
        .inheritIO()
        .start()
        .waitFor();
  }

  @Test
  void stillBelongsToItsWriterAfterItWasRead() throws IOException, InterruptedException {
    Path path = folder.resolve("run/journal.jsonl");
    byte[] line = "{}\n".getBytes(StandardCharsets.UTF_8);
    try (DiskFile file = DiskFile.open(path)) {
      file.append(line);
      assertArrayEquals(line, file.read());
      assertTrue(Files.readString(path).endsWith("\n"));
      file.append(line);
      assertEquals(BUSY, other(path));
    }
    assertEquals(0, other(path));
  }
}
