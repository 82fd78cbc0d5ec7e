package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.lab.Fault;
import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What breaks around a run while it runs: it stops with a reason, and goes on afterwards. */
@Tag("lab")
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class RunFaultsLabTest {
  private static final String COPIES =
      """
      apiVersion: etcd-runbook/v1
      kind: Playbook
      name: copies
      title: Copy something, one host after the other
      summary: Takes its time.
      owner: tests
      risk: None.
      steps:
        - id: keep
          hosts: etcd
          uses: host.keep_copies
          with: {paths: [/etc/kubernetes/manifests, /etc/kubernetes/pki]}
          rollout: {batch: 1, pause: 5s}
      """;

  @TempDir private static Path folder;
  private static RestoreLab lab;
  private static Path playbook;

  @BeforeAll
  static void up() throws IOException, LabException {
    lab = RestoreLab.up(folder.toAbsolutePath(), "faults", Profile.KUBEADM, "35");
    playbook = Files.writeString(folder.resolve("copies.yaml"), COPIES);
  }

  @AfterAll
  static void down() throws IOException, LabException {
    if (lab != null) {
      lab.close();
    }
  }

  private static void assertWhole(String run) throws IOException, LabException {
    for (String host : lab.hostNames()) {
      String kept = lab.on(host, "ls /var/lib/etcd-runbook/" + run + "/kept");
      assertEquals(
          List.of("etc_kubernetes_manifests", "etc_kubernetes_pki"), kept.lines().toList());
      lab.on(host, "! test -e /var/lib/etcd-runbook/lock");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"POWER_OFF", "NETWORK"})
  void aHostThatGoesAwayStopsTheRunUntilItIsBack(Fault fault)
      throws IOException, InterruptedException, LabException {
    RestoreLab.Started running =
        lab.start("run", playbook.toString(), "-i", lab.lab().inventory().toString(), "-y");
    running.awaitSaid("done  keep ");
    lab.lab().breakHost("cp2", fault);
    RestoreLab.Result stopped = running.await();
    assertEquals(11, stopped.status(), stopped::all);
    assertTrue(stopped.err().contains("keep@cp2"), stopped::all);
    assertTrue(stopped.err().contains("Locks: kept"), stopped::all);
    String run = RestoreProof.run(stopped);
    lab.lab().repair("cp2");
    lab.lab().awaitReady(Duration.ofMinutes(2));
    assertTrue(lab.on("cp2", "cat /var/lib/etcd-runbook/lock").startsWith("run=" + run));
    RestoreLab.Result resumed = lab.run("resume", run);
    assertEquals(0, resumed.status(), resumed::all);
    assertWhole(run);
  }

  @Test
  void aFullOrReadOnlyDiskOfTheOperatorStopsTheRunBeforeTheNextEffect()
      throws IOException, InterruptedException, LabException {
    Path state = Files.createDirectory(folder.resolve("small"));
    mount("-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", state.toString());
    try {
      RestoreLab.Started running =
          lab.start(
              state, "run", playbook.toString(), "-i", lab.lab().inventory().toString(), "-y");
      running.awaitSaid("done  keep ");
      fill(state);
      RestoreLab.Result stopped = running.await();
      assertEquals(11, stopped.status(), stopped::all);
      assertTrue(stopped.err().contains("No space left on device"), stopped::all);
      String run = RestoreProof.run(stopped);
      Files.delete(state.resolve("filler"));
      mount("-o", "remount,ro", state.toString());
      RestoreLab.Result readOnly = lab.start(state, "resume", run).await();
      assertEquals(10, readOnly.status(), readOnly::all);
      assertTrue(readOnly.err().contains("Read-only file system"), readOnly::all);
      mount("-o", "remount,rw", state.toString());
      RestoreLab.Result resumed = lab.start(state, "resume", run).await();
      assertEquals(0, resumed.status(), resumed::all);
      assertWhole(run);
      anUndoWithoutRoomForItsLockChangesNothing(state, run);
    } finally {
      assertEquals(0, command("umount", state.toString()));
    }
  }

  private static void anUndoWithoutRoomForItsLockChangesNothing(Path state, String run)
      throws IOException, InterruptedException, LabException {
    fill(state);
    RestoreLab.Result stopped = lab.start(state, "undo", "--yes", run).await();
    assertEquals(11, stopped.status(), stopped::all);
    assertTrue(stopped.err().contains("No space left on device"), stopped::all);
    assertWhole(run);
    Files.delete(state.resolve("filler"));
    RestoreLab.Result undone = lab.start(state, "undo", "--yes", run).await();
    assertEquals(0, undone.status(), undone::all);
    for (String host : lab.hostNames()) {
      lab.on(host, "! test -e /var/lib/etcd-runbook/" + run + "/kept/etc_kubernetes_manifests");
    }
  }

  private static void fill(Path state) throws IOException {
    byte[] page = new byte[4096];
    try (var filler = Files.newOutputStream(state.resolve("filler"))) {
      while (true) {
        filler.write(page);
      }
    } catch (IOException full) {
      assertFalse(Files.exists(state.resolve("nothing")), full.getMessage());
    }
  }

  private static void mount(String... arguments) throws IOException, InterruptedException {
    assertEquals(
        0, command(Stream.concat(Stream.of("mount"), Stream.of(arguments)).toArray(String[]::new)));
  }

  private static int command(String... words) throws IOException, InterruptedException {
    return new ProcessBuilder(words).inheritIO().start().waitFor();
  }
}
