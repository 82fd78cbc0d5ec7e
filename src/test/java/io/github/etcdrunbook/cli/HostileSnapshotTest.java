package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.snapshot.ExampleSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no snapshot, and names that are meant to harm who reads them. */
final class HostileSnapshotTest {
  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

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

  private String said() {
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  private Path example() {
    return ExampleSnapshot.in(directory, "3.5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify", "inspect", "diff"})
  void aPipeIsNotWaitedFor(String command) throws IOException, InterruptedException {
    Path pipe = directory.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Object[] arguments =
        command.equals("diff")
            ? new Object[] {"snapshot", command, example(), pipe}
            : new Object[] {"snapshot", command, pipe};
    ExitCode code = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> run(arguments));
    assertEquals(ExitCode.REFUSED, code);
    assertTrue(said().contains("it is no regular file"), said());
  }

  @Test
  void whatIsNoFileIsSaidInWords() {
    for (String what : new String[] {"verify", "inspect"}) {
      assertEquals(ExitCode.REFUSED, run("snapshot", what, directory));
      assertEquals(ExitCode.REFUSED, run("snapshot", what, "/dev/zero"));
      assertEquals(ExitCode.REFUSED, run("snapshot", what, directory.resolve("none")));
    }
    assertTrue(said().contains("it is a directory"), said());
    assertTrue(said().contains("/dev/zero: cannot be read: it is no regular file"), said());
    assertTrue(said().contains("there is no such file"), said());
  }

  /** An unreadable file is not one without keys: nothing is said to come back. */
  @Test
  void aComparisonWithGarbageShowsNoTable() throws IOException {
    Path garbage = Files.write(directory.resolve("garbage"), new byte[8192]);
    assertEquals(ExitCode.REFUSED, run("snapshot", "diff", example(), garbage));
    assertEquals(ExitCode.REFUSED, run("snapshot", "diff", garbage, example()));
    assertEquals("", out.toString(StandardCharsets.UTF_8));
    assertTrue(said().contains("garbage is damaged at byte 0"), said());
  }

  /** Two files are named: the message tells which of them it is about. */
  @Test
  void aComparisonTellsWhichFileCannotBeRead() {
    Path none = directory.resolve("none");
    assertEquals(ExitCode.REFUSED, run("snapshot", "diff", example(), none));
    assertTrue(said().contains(none + ": cannot be read: there is no such file"), said());
  }

  @Test
  void aPackedSnapshotIsToBeUnpackedFirst() throws IOException {
    Path packed = directory.resolve("snapshot.db.gz");
    try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(packed))) {
      gzip.write(ExampleSnapshot.of("3.5"));
    }
    assertEquals(ExitCode.REFUSED, run("snapshot", "verify", "--raw", packed));
    assertTrue(said().contains("gzip has packed: unpack it first"), said());
    assertFalse(said().contains("--raw accepts it"), said());
  }

  @Test
  void garbageIsNotInspectedAsIfItWereEmpty() throws IOException {
    Path garbage = Files.write(directory.resolve("garbage"), new byte[8192]);
    assertEquals(ExitCode.REFUSED, run("snapshot", "inspect", garbage));
    assertTrue(said().startsWith("nothing in it can be read\n"), said());
  }

  @Test
  void aPageThatCannotBeWrittenIsNotBlamedOnTheSnapshot() {
    Path page = directory.resolve("none").resolve("page.html");
    assertEquals(ExitCode.REFUSED, run("snapshot", "inspect", "--html", page, example()));
    assertTrue(said().contains(page + ": cannot be written"), said());
  }

  /** Control characters in keys and names could rewrite what stands on the terminal. */
  @Test
  void namesCannotDriveTheTerminal() throws IOException {
    String content = new String(ExampleSnapshot.of("3.5"), StandardCharsets.ISO_8859_1);
    Path file =
        Files.write(
            directory.resolve("hostile.db"),
            content
                .replace("/registry/minions/cp3", "/registry/minions/\u001b[2")
                .getBytes(StandardCharsets.ISO_8859_1));
    run("snapshot", "verify", file);
    run("snapshot", "inspect", file);
    run("snapshot", "inspect", "--list", file);
    run("snapshot", "diff", example(), file);
    run("snapshot", "inspect", "--get", "/registry/minions/\u001b[2", file);
    assertTrue(said().contains("/registry/minions/\uFFFD[2"), said());
    assertFalse(said().contains("\u001b"), said());
  }
}
