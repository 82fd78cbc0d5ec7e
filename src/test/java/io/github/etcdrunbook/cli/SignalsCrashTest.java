package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real signals to a real process that runs. */
@Tag("crash")
class SignalsCrashTest {
  private static final int INTERRUPTED = ExitCode.INTERRUPTED.code();

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();
  private Process process;
  private BufferedReader out;

  private void start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                // A shell without job control has its background jobs ignore SIGINT.
                "env",
                "--default-signal=HUP,INT,TERM",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                SignalledProcess.class.getName()));
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectError(folder.resolve("err").toFile()).start();
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  /** Reads up to a line that begins so. */
  private void await(String line) throws IOException {
    while (said.isEmpty() || !said.getLast().startsWith(line)) {
      String next = out.readLine();
      assertTrue(next != null, () -> "never said `" + line + "`: " + said);
      said.add(next);
    }
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertEquals(0, kill.waitFor());
  }

  /** Reads the rest; the exit status. */
  private int status() throws IOException, InterruptedException {
    out.lines().forEach(said::add);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not end");
    return process.exitValue();
  }

  private void awaitErr(String words) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!Files.readString(folder.resolve("err")).contains(words)) {
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20), words);
      Thread.sleep(10);
    }
  }

  @Test
  void theFirstLetsTheStepEndAndPauses() throws IOException, InterruptedException {
    start("400");
    await("at work on a@cp1#0");
    signal("INT");
    assertEquals(INTERRUPTED, status());
    assertTrue(said.contains("StepFinished a@cp1"), said::toString);
    assertFalse(said.contains("StepStarted b@cp1"), said::toString);
    assertEquals("RunFinished", said.getLast());
  }

  @Test
  void terminationIsAskedForLikeCtrlC() throws IOException, InterruptedException {
    start("400");
    await("at work on a@cp1#0");
    signal("TERM");
    assertEquals(INTERRUPTED, status());
    assertTrue(said.contains("StepFinished a@cp1"), said::toString);
    assertEquals("RunFinished", said.getLast());
  }

  @Test
  void theSecondBreaksOffWhatRunsAndLeavesItInDoubt() throws IOException, InterruptedException {
    start("60000");
    await("at work on a@cp1#0");
    signal("INT");
    awaitErr("Pausing after the running steps");
    signal("INT");
    assertEquals(INTERRUPTED, status());
    assertTrue(said.contains("broken off a@cp1#0"), said::toString);
    assertTrue(said.contains("EffectInDoubt a@cp1#0"), said::toString);
    assertFalse(said.contains("EffectDone a@cp1#0"), said::toString);
    assertEquals("RunFinished", said.getLast());
  }

  @Test
  void theThirdLeavesAtOnce() throws IOException, InterruptedException {
    start("60000", "deaf");
    await("at work on a@cp1#0");
    signal("INT");
    awaitErr("Pausing after the running steps");
    signal("INT");
    await("broken off a@cp1#0");
    signal("INT");
    assertEquals(INTERRUPTED, status());
    assertFalse(said.contains("RunFinished"), said::toString);
  }

  @Test
  void aTerminalThatClosesTwiceOnlyPauses() throws IOException, InterruptedException {
    start("600");
    await("at work on a@cp1#0");
    signal("HUP");
    awaitErr("Pausing after the running steps");
    signal("HUP");
    assertEquals(INTERRUPTED, status());
    assertTrue(said.contains("StepFinished a@cp1"), said::toString);
    assertFalse(said.stream().anyMatch(line -> line.startsWith("broken off")), said::toString);
  }

  @Test
  void nobodyWhoReadsIsNoReasonToStop() throws IOException, InterruptedException {
    start("50");
    process.getInputStream().close();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not end");
    assertEquals(0, process.exitValue());
  }
}
