package io.github.etcdrunbook.ssh;

import static io.github.etcdrunbook.ssh.Answers.failure;
import static io.github.etcdrunbook.ssh.Answers.got;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands over one connection to a real sshd, and what happens when it misbehaves. */
@Tag("lab")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ConnectionLabTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private TestSshd sshd;
  private SshConnection connection;

  @BeforeEach
  void connect() throws Exception {
    sshd = TestSshd.start(folder.resolve("sshd"));
    connection = new SshConnection(sshd.target(), LIMIT);
  }

  @AfterEach
  void disconnect() {
    connection.close();
    sshd.close();
  }

  private CommandResult run(String... command) {
    return got(connection.run(List.of(command), LIMIT));
  }

  @Test
  void givesBothOutputsAndTheStatus() {
    CommandResult result = run("sh", "-c", "echo out; echo err >&2; exit 3");
    assertEquals("out\n", result.stdout().text());
    assertEquals("err\n", result.stderr().text());
    assertEquals(3, result.status());
  }

  @Test
  void passesEveryByteOfBinaryOutput() throws Exception {
    byte[] all = new byte[300_000];
    new java.util.Random(5).nextBytes(all);
    Path file = Files.write(folder.resolve("a 'hostile' $(name)\n"), all);
    assertArrayEquals(all, run("cat", "--", file.toString()).stdout().bytes());
  }

  @Test
  void isNotFooledByOutputThatLooksLikeAMark() {
    String hostile = "\u001e" + "0".repeat(32) + " end 0\n";
    assertEquals(hostile, run("printf", "%s", hostile).stdout().text());
    assertEquals("next\n", run("echo", "next").stdout().text());
  }

  @Test
  void keepsBothEndsOfAGigabyte() {
    List<String> gigabyte =
        List.of("sh", "-c", "echo first; head -c 1000000000 /dev/zero; echo; echo last");
    CommandResult result = got(connection.run(gigabyte, Duration.ofMinutes(2)));
    assertEquals(OptionalLong.of(1_000_000_012L), result.stdout().total());
    assertTrue(result.stdout().text().startsWith("first\n"));
    assertTrue(result.stdout().text().endsWith("\nlast\n"));
  }

  @Test
  void streamsAnOutputOfAnyLength() {
    AtomicLong count = new AtomicLong();
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int value) {
            count.incrementAndGet();
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            count.addAndGet(length);
          }
        };
    got(connection.stream(List.of("head", "-c", "50000000", "/dev/urandom"), counting, LIMIT));
    assertEquals(50_000_000, count.get());
  }

  @Test
  void survivesAConsumerThatFails() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("no more");
          }
        };
    failure(
        SshFailure.TransferFailed.class,
        connection.stream(List.of("head", "-c", "5000000", "/dev/zero"), broken, LIMIT));
    assertEquals("next\n", run("echo", "next").stdout().text());
  }

  @Test
  void tellsTheSignalThatEndedACommand() {
    assertEquals(OptionalInt.of(9), run("sh", "-c", "kill -9 $$").signal());
  }

  @Test
  void isNotChangedByACommandThatExitsOrSets() {
    run("exit", "7");
    run("cd", "/tmp");
    run("set", "-e");
    run("false");
    assertEquals("/\n", run("pwd").stdout().text());
  }

  @Test
  void givesCommandsNoInput() {
    assertEquals("", run("cat").stdout().text());
  }

  @Test
  void killsACommandAtItsDeadlineWithAllItStarted() throws Exception {
    Path trace = folder.resolve("trace");
    failure(
        SshFailure.TimedOut.class,
        connection.run(
            List.of("sh", "-c", "(sleep 2; touch " + trace + ") & sleep 60"),
            Duration.ofMillis(700)));
    assertEquals("next\n", run("echo", "next").stdout().text());
    Thread.sleep(2500);
    assertFalse(Files.exists(trace));
  }

  @Test
  void runsTwelveCommandsSideBySide() {
    List<CompletableFuture<CommandResult>> all =
        IntStream.range(0, 12)
            .mapToObj(
                each ->
                    CompletableFuture.supplyAsync(
                        () -> run("sh", "-c", "sleep 0.3; echo " + each),
                        task -> Thread.ofVirtual().start(task)))
            .toList();
    for (int each = 0; each < 12; each++) {
      assertEquals(each + "\n", all.get(each).join().stdout().text());
    }
  }

  @Test
  void callsTheConnectionLostWhenItBreaksInMidCommandAndConnectsAgain() throws Exception {
    run("true");
    CompletableFuture<Answer<CommandResult>> running =
        CompletableFuture.supplyAsync(() -> connection.run(List.of("sleep", "30"), LIMIT));
    Thread.sleep(300);
    sshd.killSessions();
    failure(SshFailure.ConnectionLost.class, running.join());
    assertEquals("next\n", run("echo", "next").stdout().text());
  }

  @Test
  void noticesAPeerThatFallsSilent() throws Exception {
    try (SshConnection watched =
        new SshConnection(
            sshd.target(), LIMIT, new LiveSession.Keepalive(Duration.ofMillis(500), 3))) {
      got(watched.run(List.of("true"), LIMIT));
      CompletableFuture<Answer<CommandResult>> running =
          CompletableFuture.supplyAsync(() -> watched.run(List.of("sleep", "30"), LIMIT));
      Thread.sleep(300);
      sshd.stopSessions();
      long begun = System.nanoTime();
      failure(SshFailure.ConnectionLost.class, running.join());
      assertTrue(System.nanoTime() - begun < Duration.ofSeconds(6).toNanos());
    }
  }

  @Test
  void saysThatNobodyListens() {
    sshd.close();
    SshFailure.Unreachable failure =
        failure(SshFailure.Unreachable.class, connection.connect(LIMIT));
    assertEquals("Connection refused", failure.detail());
  }

  @Test
  void hasAFreshTokenForEveryCommand() {
    // A command that learned the token of the one before cannot use it.
    String first = HexFormat.of().formatHex(run("sh", "-c", "echo $rb_token").stdout().bytes());
    assertEquals("0a", first, "the token is not in the environment of commands");
  }
}
