package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.etcdrunbook.snapshot.ExampleSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotVerifyCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path directory;

  private ExitCode run(Object... arguments) {
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InputStream.nullInputStream(),
            Map.of(),
            Console.Terminal.NONE);
    return Main.run(console, Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aGoodSnapshotIsDescribed() {
    assertEquals(ExitCode.DONE, run("snapshot", "verify", ExampleSnapshot.in(directory, "3.5")));
    assertTrue(text().contains("etcd-3.5.db: good"), text());
    assertTrue(text().contains("hash         72b8e3b1 (1924719537)"), text());
    assertTrue(
        text()
            .contains(
                "58 live, 57 of them below /registry/, 6 of these with a lease; 114 entries in"
                    + " all"),
        text());
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aDamagedOneIsRefusedAndTheOthersAreStillLookedAt() throws IOException {
    Path good = ExampleSnapshot.in(directory, "3.4");
    byte[] content = ExampleSnapshot.of("3.5");
    content[5000] ^= 1;
    Path bad = Files.write(directory.resolve("bad.db"), content);
    assertEquals(ExitCode.REFUSED, run("snapshot", "verify", bad, good, directory.resolve("none")));
    assertTrue(text().contains("bad.db: DAMAGED OR INCOMPLETE"), text());
    assertTrue(text().contains("etcd-3.4.db: good"), text());
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("none: cannot be read"));
  }

  @Test
  void aRawCopyNeedsItsOption() throws IOException {
    byte[] whole = ExampleSnapshot.of("3.5");
    Path raw = Files.write(directory.resolve("db"), Arrays.copyOf(whole, whole.length - 32));
    assertEquals(ExitCode.REFUSED, run("snapshot", "verify", raw));
    assertEquals(ExitCode.DONE, run("snapshot", "verify", "--raw", raw));
  }

  @Test
  void jsonTellsTheSame() throws IOException {
    assertEquals(
        ExitCode.DONE,
        run("snapshot", "verify", "--output", "json", ExampleSnapshot.in(directory, "3.5")));
    JsonNode verdict = new ObjectMapper().readTree(text()).get(0);
    assertTrue(verdict.get("good").asBoolean());
    assertEquals("agrees", verdict.get("trailer").asText());
    assertEquals(1_924_719_537L, verdict.get("contents").get("hash").asLong());
    assertEquals("m1", verdict.get("contents").get("members").get(0).get("name").asText());
  }

  @Test
  void aMissingFileArgumentIsACommandLineMistake() {
    assertEquals(ExitCode.COMMAND_LINE, run("snapshot", "verify"));
    assertEquals(ExitCode.COMMAND_LINE, run("snapshot"));
  }
}
