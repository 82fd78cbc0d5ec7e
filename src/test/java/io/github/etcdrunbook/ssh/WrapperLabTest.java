package io.github.etcdrunbook.ssh;

import static io.github.etcdrunbook.ssh.Answers.failure;
import static io.github.etcdrunbook.ssh.Answers.got;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.ssh.Wrapper.Started;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The wrapper's promises, on a real sshd: at most once, and nothing is forgotten. */
@Tag("lab")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WrapperLabTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir private Path folder;
  private TestSshd sshd;
  private SshConnection connection;
  private Path bootId;
  private Wrapper wrapper;

  @BeforeEach
  void connect() throws Exception {
    sshd = TestSshd.start(folder.resolve("sshd"));
    connection = new SshConnection(sshd.target(), LIMIT);
    bootId = Files.writeString(folder.resolve("boot_id"), "boot-1\n");
    wrapper = new Wrapper(connection, place(), Thread::sleep);
    got(connection.connect(LIMIT));
  }

  @AfterEach
  void disconnect() throws Exception {
    connection.close();
    sshd.close();
  }

  private WrapperPlace place() {
    return new WrapperPlace(folder.resolve("state").toString(), bootId.toString());
  }

  private static WrapperKey key(int index) {
    return new WrapperKey("run-1", "step_1", "cp1", index, 0);
  }

  private Started start(int index, String... command) {
    return got(wrapper.start(key(index), "{\"n\": " + index + "}", List.of(command), LIMIT));
  }

  private static CommandResult exited(WrapperRecord record) {
    return assertInstanceOf(WrapperRecord.Exited.class, record, record.toString()).result();
  }

  @Test
  void keepsStatusAndBothOutputs() {
    Started started = start(0, "sh", "-c", "printf 'a\\000b\\n'; echo oops >&2; exit 3");
    CommandResult result = exited(started.record());
    assertTrue(started.startedNow());
    assertEquals(3, result.status());
    assertEquals("a\0b\n", result.stdout().text());
    assertEquals("oops\n", result.stderr().text());
  }

  @Test
  void keepsHeadAndTailOfALongOutput() {
    CommandResult result =
        exited(
            start(0, "sh", "-c", "echo first; head -c 9000000 /dev/zero; echo; echo last")
                .record());
    assertFalse(result.stdout().isComplete());
    assertTrue(result.stdout().bytes().length < 600_000);
    assertTrue(result.stdout().text().startsWith("first\n"));
    assertTrue(result.stdout().text().endsWith("last\n"));
  }

  @Test
  void startsOnceWhenAskedTwice() throws Exception {
    Path trace = folder.resolve("trace");
    start(0, "sh", "-c", "echo x >> " + trace);
    Started again = start(0, "sh", "-c", "echo x >> " + trace);
    assertFalse(again.startedNow());
    assertEquals(0, exited(again.record()).status());
    assertEquals("x\n", Files.readString(trace));
  }

  @Test
  void startsOnceWhenAskedTenTimesAtTheSameMoment() throws Exception {
    Path trace = folder.resolve("trace");
    List<CompletableFuture<Started>> all =
        IntStream.range(0, 10)
            .mapToObj(
                each ->
                    CompletableFuture.supplyAsync(
                        () -> start(0, "sh", "-c", "sleep 0.5; echo x >> " + trace + "; exit 7")))
            .toList();
    List<Started> answers = all.stream().map(CompletableFuture::join).toList();
    assertEquals(1, answers.stream().filter(Started::startedNow).count());
    answers.forEach(answer -> assertEquals(7, exited(answer.record()).status()));
    assertEquals("x\n", Files.readString(trace));
  }

  @Test
  void survivesAConnectionThatIsCutInMidCommand() throws Exception {
    start(9, "true");
    CompletableFuture<Started> running =
        CompletableFuture.supplyAsync(() -> start(0, "sh", "-c", "sleep 1.5; echo done; exit 4"));
    Thread.sleep(500);
    sshd.killSessions();
    CommandResult result = exited(running.join().record());
    assertEquals(4, result.status());
    assertEquals("done\n", result.stdout().text());
  }

  @Test
  void isReadByAnotherConnectionLater() {
    start(0, "sh", "-c", "echo out; exit 5");
    connection.close();
    try (SshConnection later = new SshConnection(sshd.target(), LIMIT)) {
      Wrapper other = new Wrapper(later, place(), Thread::sleep);
      assertEquals(5, exited(got(other.look(key(0), LIMIT))).status());
    }
  }

  @Test
  void saysThatItRunsWhenTheLimitComesFirst() {
    Started started = got(wrapper.start(key(0), "", List.of("sleep", "2"), Duration.ofMillis(500)));
    assertInstanceOf(WrapperRecord.Running.class, started.record());
    assertEquals(0, exited(got(wrapper.follow(key(0), LIMIT))).status());
  }

  @Test
  void killsTheWholeProcessGroup() throws Exception {
    Path trace = folder.resolve("trace");
    got(
        wrapper.start(
            key(0),
            "",
            List.of(
                "sh", "-c", "trap '' TERM; (sleep 3; echo survived > " + trace + ") & sleep 30"),
            Duration.ofMillis(500)));
    CommandResult result = exited(got(wrapper.kill(key(0), Duration.ofMillis(500))));
    assertEquals(137, result.status());
    Thread.sleep(3000);
    assertFalse(Files.exists(trace));
  }

  @Test
  void recordsASignalAsTheShellDoes() {
    assertEquals(143, exited(start(0, "sh", "-c", "kill -TERM $$").record()).status());
  }

  @Test
  void callsItInterruptedWhenItsProcessesAreGone() throws Exception {
    got(wrapper.start(key(0), "", List.of("sleep", "31.7"), Duration.ofMillis(500)));
    String go = Files.readString(folder.resolve("state/run-1/step_1@cp1.0.0.go"));
    for (String pid : List.of(go.split(" ")[2], go.split(" ")[0])) {
      ProcessHandle process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
      process.destroyForcibly();
      process.onExit().get();
    }
    assertInstanceOf(WrapperRecord.Interrupted.class, got(wrapper.look(key(0), LIMIT)));
  }

  @Test
  void callsItInterruptedAfterAReboot() throws Exception {
    got(wrapper.start(key(0), "", List.of("sleep", "2"), Duration.ofMillis(300)));
    Files.writeString(bootId, "boot-2\n");
    connection.close();
    WrapperRecord.Interrupted record =
        assertInstanceOf(WrapperRecord.Interrupted.class, got(wrapper.look(key(0), LIMIT)));
    assertEquals("the host has been restarted since", record.why());
  }

  @Test
  void tellsTheBootWithAnAbsentKey() {
    assertEquals(new WrapperRecord.Absent("boot-1"), got(wrapper.look(key(0), LIMIT)));
  }

  @Test
  void neverStartsAKeyThatHasBeenSettled() throws Exception {
    Path trace = folder.resolve("trace");
    assertEquals(new WrapperRecord.NeverStarted(), got(wrapper.settle(key(0), LIMIT)));
    Started late = start(0, "touch", trace.toString());
    assertFalse(late.startedNow());
    assertEquals(new WrapperRecord.NeverStarted(), late.record());
    assertFalse(Files.exists(trace));
  }

  @Test
  void settlesAClaimWhoseLauncherDied() throws Exception {
    start(1, "true");
    Files.writeString(
        folder.resolve("state/run-1/step_1@cp1.0.0.claim"), "boot-1 999999 1 3\nabc\n");
    assertEquals(new WrapperRecord.NeverStarted(), got(wrapper.settle(key(0), LIMIT)));
  }

  @Test
  void listsKeysWithTheirIntentsAndForgetsThemWhenPurged() {
    start(0, "true");
    start(1, "sh", "-c", "exit 6");
    List<Wrapper.Listed> listed = got(wrapper.list("run-1", LIMIT));
    assertEquals(List.of(key(0), key(1)), listed.stream().map(Wrapper.Listed::key).toList());
    assertEquals(Optional.of("{\"n\": 1}"), listed.get(1).intent());
    assertEquals(6, exited(listed.get(1).record()).status());
    assertEquals(List.of("run-1"), got(wrapper.runs(LIMIT)));
    got(wrapper.purge("run-1", LIMIT));
    assertEquals(List.of(), got(wrapper.runs(LIMIT)));
  }

  @Test
  void isNotHeldUpByADaemonThatKeepsTheOutputOpen() {
    Started started =
        got(
            wrapper.start(
                key(0), "", List.of("sh", "-c", "sleep 20 & echo ready"), Duration.ofSeconds(3)));
    assertEquals("ready\n", exited(started.record()).stdout().text());
  }

  @Test
  void leavesItOpenWhenTheHostDoesNotComeBack() throws Exception {
    CompletableFuture<Answer<Started>> running =
        CompletableFuture.supplyAsync(
            () -> wrapper.start(key(0), "", List.of("sleep", "1"), Duration.ofSeconds(2)));
    Thread.sleep(300);
    sshd.close();
    failure(SshFailure.ConnectionLost.class, running.join());
  }

  @Test
  void startsNothingWhenItCannotKeepARecord() throws Exception {
    Path trace = folder.resolve("trace");
    Wrapper lost =
        new Wrapper(connection, new WrapperPlace("/proc/no", bootId.toString()), Thread::sleep);
    failure(
        SshFailure.CommandFailed.class,
        lost.start(key(0), "", List.of("touch", trace.toString()), LIMIT));
    assertFalse(Files.exists(trace));
  }

  @Test
  void keepsItsRecordsFromOtherUsers() throws Exception {
    start(0, "true");
    for (String path : List.of("state", "state/run-1", "state/run-1/step_1@cp1.0.0.claim")) {
      assertTrue(
          Files.getPosixFilePermissions(folder.resolve(path)).stream()
              .allMatch(each -> each.name().startsWith("OWNER")),
          path);
    }
  }
}
