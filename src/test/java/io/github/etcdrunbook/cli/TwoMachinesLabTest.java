package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.lab.Fault;
import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two operators on two machines, each with a state folder of its own, and one cluster. */
@Tag("lab")
class TwoMachinesLabTest {
  private static final String SLOW_COPIES =
      """
      apiVersion: etcd-runbook/v1
      kind: Playbook
      name: slow-copies
      title: Copy something, one host after the other
      summary: Takes its time.
      owner: tests
      risk: None.
      steps:
        - id: keep
          hosts: etcd
          uses: host.keep_copies
          with: {paths: [/etc/kubernetes/manifests]}
          rollout: {batch: 1, pause: 12s}
      """;

  @TempDir private static Path folder;
  private static RestoreLab lab;
  private static Path playbook;

  @BeforeAll
  static void up() throws IOException, LabException {
    lab = RestoreLab.up(folder.toAbsolutePath(), "machines", Profile.KUBEADM, "35");
    playbook = Files.writeString(folder.resolve("slow-copies.yaml"), SLOW_COPIES);
  }

  @AfterAll
  static void down() throws IOException, LabException {
    if (lab != null) {
      lab.close();
    }
  }

  private static RestoreLab.Started runOf(String operator) throws IOException {
    return lab.start(folder.resolve(operator), "run", playbook.toString(), "-i", inventory(), "-y");
  }

  private static String inventory() throws IOException {
    return lab.lab().inventory().toString();
  }

  private static RestoreLab.Result of(String operator, String... arguments)
      throws IOException, InterruptedException {
    return lab.start(folder.resolve(operator), arguments).await();
  }

  private static List<String> locked() throws IOException, LabException {
    return lab.hostNames().stream().filter(TwoMachinesLabTest::isLocked).toList();
  }

  private static boolean isLocked(String host) {
    try {
      return lab.on(host, "ls /var/lib/etcd-runbook/lock >/dev/null 2>&1 && echo yes || true")
          .equals("yes");
    } catch (IOException | LabException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void oneOfTwoOperatorsWinsAndTheLockOutlivesItsDeath()
      throws IOException, InterruptedException, LabException {
    RestoreLab.Started first = runOf("anna");
    RestoreLab.Started second = runOf("bert");
    boolean firstWon = first.saysBeforeItsEnd("done  keep ");
    RestoreLab.Started winner = firstWon ? first : second;
    String loses = firstWon ? "bert" : "anna";
    winner.awaitSaid("done  keep ");
    RestoreLab.Result lost = (firstWon ? second : first).await();
    assertEquals(30, lost.status(), lost::all);
    assertEquals(lab.hostNames(), locked());

    RestoreLab.Result killed = winner.kill();
    String run = RestoreProof.run(killed);
    assertTrue(lost.err().contains(run), lost::all);
    assertTrue(lost.err().contains("since "), lost::all);
    assertTrue(lost.err().contains("lock release --id " + run), lost::all);

    RestoreLab.Result again = of(loses, "run", playbook.toString(), "-i", inventory(), "-y");
    assertEquals(30, again.status(), again::all);
    assertTrue(again.err().contains("is gone; the run stands still"), again::all);
    RestoreLab.Result listed = of(loses, "lock", "list", "-i", inventory());
    assertEquals(0, listed.status(), listed::all);
    assertTrue(listed.out().contains("this machine  free"), listed::all);
    assertTrue(listed.out().contains("cp3  run " + run + " (slow-copies) by "), listed::all);
    RestoreLab.Result planned = of(loses, "plan", playbook.toString(), "-i", inventory());
    assertEquals(0, planned.status(), planned::all);
    assertTrue(planned.err().contains("note: locked: cp1  run " + run), planned::all);

    // The one who lost has never had a file of the run, and takes it back all the same.
    RestoreLab.Result undone = of(loses, "undo", "--yes", run, "--from-hosts", "-i", inventory());
    assertEquals(0, undone.status(), undone::all);
    assertTrue(undone.err().contains("taken from its copies on cp1"), undone::all);
    for (String host : lab.hostNames()) {
      lab.on(host, "! test -e /var/lib/etcd-runbook/" + run + "/kept/etc_kubernetes_manifests");
    }
    assertEquals(List.of(), locked());
  }

  @Test
  void anotherMachineTakesARunOverWhenTheFirstIsGone()
      throws IOException, InterruptedException, LabException {
    RestoreProof proof = new RestoreProof(lab);
    Path snapshot = proof.snapshotAndLoss();
    RestoreLab.Started running = proof.restore(folder.resolve("emil"), snapshot);
    running.awaitSaid("done  swap");
    RestoreLab.Result killed = running.kill();
    String run = RestoreProof.run(killed);
    // The first machine is gone with all that it had.
    try (Stream<Path> all = Files.walk(folder.resolve("emil"))) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
    byte[] bytes = Files.readAllBytes(snapshot);
    Files.delete(snapshot);

    RestoreLab.Result listed = of("fritz", "runs", "--from-hosts", "-i", inventory());
    assertTrue(listed.out().contains(run + "  restore-from-snapshot"), listed::all);
    RestoreLab.Result resumed =
        of(
            "fritz",
            "resume",
            run,
            "--from-hosts",
            "-i",
            inventory(),
            "--confirm",
            proof.confirmation());
    assertEquals(0, resumed.status(), resumed::all);
    assertTrue(resumed.err().contains("Fetched " + snapshot + " from cp1"), resumed::all);
    assertArrayEquals(bytes, Files.readAllBytes(snapshot));
    proof.assertRestored(snapshot, killed);
    assertEquals(List.of(), locked());
    String modes = lab.on("cp2", "cd /var/lib/etcd-runbook/runs; stat -c %a . * */*");
    assertEquals(List.of("700", "600"), modes.lines().distinct().toList());
    assertNoKeyTravels();
  }

  /** The private keys of the cluster and of the operator stay where they were, whatever travels. */
  private static void assertNoKeyTravels() throws IOException, LabException {
    String etcd = lab.on("cp1", "sed -n 2p /etc/kubernetes/pki/etcd/server.key");
    assertFalse(etcd.isBlank());
    Path sshKey = lab.lab().inventory().resolveSibling("id_ed25519");
    String operator = Files.readAllLines(sshKey).get(1);
    for (String host : lab.hostNames()) {
      // Beside the run lie the copies that its host keeps of its own keys.
      for (String line : List.of(etcd, operator, "PRIVATE KEY")) {
        lab.on(host, "! grep -rqF -e '" + line + "' /var/lib/etcd-runbook/runs");
      }
    }
    lab.on("cp2", "! grep -rqF -e '" + etcd + "' /var/lib/etcd-runbook");
    try (Stream<Path> all = Files.walk(folder.resolve("fritz"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String line : List.of(etcd, operator, "PRIVATE KEY")) {
          assertFalse(text.contains(line), () -> file + " holds a key");
        }
      }
    }
  }

  @Test
  void aMachineWhoseRunWasTakenOverStartsNothingAnyMore()
      throws IOException, InterruptedException, LabException {
    Path gone = Files.writeString(folder.resolve("gone.yaml"), SLOW_COPIES);
    RestoreLab.Started first =
        lab.start(folder.resolve("gerd"), "run", gone.toString(), "-i", inventory(), "-y");
    first.awaitSaid("done  keep ");
    String run = RestoreProof.run(first.left());
    // What was planned is what goes on, also without the file.
    Files.delete(gone);
    RestoreLab.Result second = of("hanna", "resume", run, "--from-hosts", "-i", inventory());
    assertEquals(0, second.status(), second::all);
    RestoreLab.Result late = first.await();
    assertTrue(List.of(11, 31).contains(late.status()), late::all);
    RestoreLab.Result refused = of("gerd", "resume", run);
    assertEquals(4, refused.status(), refused::all);
    assertTrue(refused.err().contains("went on from another machine: cp1, cp2, cp3"), refused::all);
    assertTrue(refused.err().contains("resume " + run + " --from-hosts"), refused::all);
    assertEquals(List.of(), locked());
    RestoreLab.Result known = of("gerd", "resume", run, "--from-hosts", "-i", inventory());
    assertEquals(0, known.status(), known::all);
    assertTrue(known.all().contains("is done: nothing is left to do"), known::all);
    assertEquals(List.of(), locked());
  }

  /** A lock is a file and needs room; one that is held is taken again on a full disk, too. */
  @Test
  void aFullHostIsRefusedWithWhatToDoAndARunOnItGoesOn()
      throws IOException, InterruptedException, LabException {
    Path commands = folder.resolve("commands.yaml");
    Files.writeString(
        commands,
        """
        apiVersion: etcd-runbook/v1
        kind: Playbook
        name: commands
        title: Do nothing, one host after the other
        summary: Takes its time.
        owner: tests
        risk: None.
        steps:
          - id: nothing
            hosts: etcd
            uses: host.command
            with: {command: ["true"], effect: change, touches: [], undo: {notNeeded: nothing}}
            rollout: {batch: 1, pause: 6s}
        """);
    String[] run = {"run", commands.toString(), "-i", inventory(), "-y", "--accept-deferred"};
    RestoreLab.Started running = lab.start(folder.resolve("ida"), run);
    running.awaitSaid("done  nothing ");
    assertEquals("600", lab.on("cp1", "stat -c %a /var/lib/etcd-runbook/lock"));
    String id = RestoreProof.run(running.kill());
    lab.lab().breakHost("cp2", Fault.FILL_DISK);
    try {
      RestoreLab.Result resumed = of("ida", "resume", id);
      assertEquals(0, resumed.status(), resumed::all);
      assertFalse(resumed.err().contains("is not locked"), resumed::all);
      assertEquals(List.of(), locked());

      // The block of its lock is free again.
      lab.on("cp2", "dd if=/dev/zero of=/var/lib/rest bs=4k 2>/dev/null || true");
      RestoreLab.Result refused = of("jan", run);
      assertEquals(5, refused.status(), refused::all);
      assertTrue(refused.err().contains("cp2: its lock cannot be written: "), refused::all);
      assertTrue(refused.err().contains("No space left on device"), refused::all);
      assertTrue(refused.err().contains("hint: make some room there first"), refused::all);
      assertEquals(List.of(), locked());
      assertEquals("", lab.on("cp2", "ls /var/lib/etcd-runbook | grep part || true"));
    } finally {
      lab.on("cp2", "rm -f /var/lib/rest");
      lab.lab().repair("cp2");
    }
  }

  @Test
  void aPersonReleasesALockAndSaysWhy() throws IOException, InterruptedException, LabException {
    RestoreLab.Started running = runOf("carla");
    running.awaitSaid("done  keep ");
    RestoreLab.Result killed = running.kill();
    String run = RestoreProof.run(killed);
    RestoreLab.Result released =
        of(
            "dora",
            "lock",
            "release",
            "--id",
            run,
            "--reason",
            "carla's laptop is gone",
            "-i",
            inventory());
    assertEquals(0, released.status(), released::all);
    assertTrue(released.err().contains("carla's laptop is gone"), released::all);
    assertEquals(List.of(), locked());
    assertTrue(
        lab.on("cp2", "cat /var/lib/etcd-runbook/released").contains("carla's laptop is gone"));
    assertFalse(lab.on("cp2", "stat -c %a /var/lib/etcd-runbook").contains("755"));
  }
}
