package io.github.etcdrunbook.ssh.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Settled;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of changes that need neither kubelet nor systemd, in this machine's own shell. */
class ChangingHostTest {
  private static final HostName HOST = new HostName("cp1");
  private static final RunId RUN = new RunId("20261123-010203-ab12");

  @TempDir private Path folder;
  private final LocalLaunches launches = new LocalLaunches();
  private final LocalShell shell = new LocalShell();
  private final ChangingHost host =
      new ChangingHost(
          shell, () -> new HostFacts(shell, HostSettings.found()), launches, Clock.systemUTC());
  private int attempt;

  private EffectKey key() {
    attempt++;
    return new EffectKey(
        RUN,
        new EffectRef(new StepId("swap"), Optional.of(HOST), 0),
        EffectKey.Phase.FORWARD,
        attempt);
  }

  private Performed perform(Effect.OnHost effect) {
    return host.perform(effect, key(), Duration.ofSeconds(30), Progress.none());
  }

  private static void assertDone(Performed performed) {
    assertEquals(new Performed.Done(new EffectResult.Nothing()), performed);
  }

  private static String reason(Performed performed) {
    return assertInstanceOf(Performed.NotDone.class, performed).failure().what();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void movesADirectoryIntoANewParent() throws IOException {
    Files.createDirectories(folder.resolve("a b/member"));

    assertDone(perform(new Effect.Move(HOST, at("a b"), at("kept/it's"))));

    assertTrue(Files.isDirectory(folder.resolve("kept/it's/member")));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("kept"))));
  }

  /** The connection broke when the key was claimed and nothing had started. */
  @Test
  void aKeyThatIsUsedUpIsSettledLikeALostAnswerAndTheNextOneWorks() throws IOException {
    Files.createDirectory(folder.resolve("a"));
    Effect.Move move = new Effect.Move(HOST, at("a"), at("b"));
    EffectKey used = key();
    assertInstanceOf(Launched.Never.class, launches.settle(used, Duration.ofSeconds(1)));

    Performed performed = host.perform(move, used, Duration.ofSeconds(30), Progress.none());

    assertInstanceOf(Performed.Unclear.class, performed);
    assertInstanceOf(Settled.NotDone.class, host.settle(move, used));
    assertDone(perform(move));
  }

  @Test
  void movesNothingOntoWhatExists() throws IOException {
    Files.createDirectory(folder.resolve("a"));
    Files.createDirectory(folder.resolve("b"));

    assertEquals(
        at("b") + " exists already", reason(perform(new Effect.Move(HOST, at("a"), at("b")))));

    assertTrue(Files.isDirectory(folder.resolve("a")));
  }

  @Test
  void movesNothingWhereNothingIs() {
    assertEquals(
        "nothing lies at " + at("a"), reason(perform(new Effect.Move(HOST, at("a"), at("b")))));
  }

  @Test
  void renamesAcrossFileSystemsAreRefused() throws IOException {
    Files.createDirectory(folder.resolve("a"));
    String elsewhere = "/dev/shm/etcd-runbook-test-" + ProcessHandle.current().pid();

    assertTrue(
        reason(perform(new Effect.Move(HOST, at("a"), elsewhere)))
            .endsWith("lie on two file systems"));
  }

  @Test
  void copiesATreeWithItsModes() throws IOException {
    Files.createDirectory(folder.resolve("pki"));
    Files.writeString(folder.resolve("pki/ca.key"), "k");
    Files.setPosixFilePermissions(
        folder.resolve("pki/ca.key"), PosixFilePermissions.fromString("r--------"));

    assertDone(perform(new Effect.Copy(HOST, at("pki"), at("kept/pki"))));

    assertEquals(
        "r--------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(folder.resolve("kept/pki/ca.key"))));
    assertEquals(List.of("pki"), names(folder.resolve("kept")));
  }

  private static List<String> names(Path path) throws IOException {
    try (var stream = Files.list(path)) {
      return stream.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void removesWhatTheRunMade() throws IOException {
    Files.createDirectories(folder.resolve("etcd.restore-" + RUN + "/member"));

    assertDone(perform(new Effect.Remove(HOST, at("etcd.restore-" + RUN))));

    assertEquals(List.of(), names(folder));
  }

  @Test
  void removesNothingElse() throws IOException {
    Files.createDirectory(folder.resolve("etcd"));
    for (String path : List.of(at("etcd"), at("x-" + RUN + "/../etcd"), "etcd-" + RUN)) {
      assertInstanceOf(Performed.NotDone.class, perform(new Effect.Remove(HOST, path)), path);
    }

    assertEquals(List.of("etcd"), names(folder));
  }

  @Test
  void aCommandsStatusIsItsFailure() {
    Performed performed =
        perform(Effect.Exec.of(HOST, List.of("sh", "-c", "echo no >&2; exit 3"), List.of()));

    assertEquals(
        new Performed.NotDone(new Failure.CommandFailed("sh -c echo no >&2; exit 3", 3, "no")),
        performed);
  }

  @Test
  void aCommandsOutputIsItsResult() {
    assertEquals(
        new Performed.Done(new EffectResult.Exited(0, "$(id) it's", "")),
        perform(Effect.Exec.of(HOST, List.of("echo", "$(id) it's"), List.of())));
  }

  @Test
  void evidenceSettlesWhatTheRecordDoesNot() throws IOException {
    Files.createDirectory(folder.resolve("a"));
    Effect.Move move = new Effect.Move(HOST, at("a"), at("b"));
    EffectKey key = key();

    assertEquals(new Settled.NotDone(at("a") + " is where it was"), host.settle(move, key));
    assertDone(perform(move));
    launches.forget();

    assertInstanceOf(Settled.Done.class, host.settle(move, key));
  }

  @Test
  void whatIsNotAHostsToPerformIsOurFault() {
    assertThrows(
        IllegalArgumentException.class,
        () -> perform(new Effect.WriteProbe(HOST, "etcd-runbook/x")));
  }

  @Test
  void tellsOnlyOfItsOwnBootThatNothingWasStarted() {
    Clock now =
        Clock.fixed(java.time.Instant.parse("2026-11-23T02:02:03Z"), java.time.ZoneOffset.UTC);

    assertTrue(RunAge.beganBefore(RUN, "600.00 1.00", now));
    assertEquals(false, RunAge.beganBefore(RUN, "86400.00 1.00", now));
  }
}
