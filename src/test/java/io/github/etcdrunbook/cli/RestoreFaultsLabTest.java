package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Programs on the hosts that fail a restore in the middle: it waits, or says what to do. */
@Tag("lab")
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class RestoreFaultsLabTest {
  @TempDir private static Path folder;
  private static RestoreLab lab;
  private static RestoreProof proof;

  @BeforeAll
  static void up() throws IOException, LabException {
    lab = RestoreLab.up(folder.toAbsolutePath(), "failing", Profile.KUBEADM, "35");
    proof = new RestoreProof(lab);
  }

  @AfterAll
  static void down() throws IOException, LabException {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void sshdThatIsKilledAndComesBackCostsNothingButAResume()
      throws IOException, InterruptedException, LabException {
    Path snapshot = proof.snapshotAndLoss();
    RestoreLab.Started running = proof.restore(snapshot);
    running.awaitSaid("done  stage ");
    lab.on("cp2", "kill -9 $(pgrep sshd); sleep 5; /usr/sbin/sshd");
    RestoreLab.Result first = running.await();
    if (first.status() != 0) {
      assertEquals(11, first.status(), first::all);
      assertTrue(first.err().contains("@cp2"), first::all);
      RestoreLab.Result resumed =
          lab.run("resume", RestoreProof.run(first), "--confirm", proof.confirmation());
      assertEquals(0, resumed.status(), resumed::all);
    }
    proof.assertRestored(snapshot, first);
    proof.assertAsPlanned(first);
  }

  @Test
  void aRestoreToolThatHangsIsEndedByTheLimitOfItsStep()
      throws IOException, InterruptedException, LabException {
    Path snapshot = proof.snapshotAndLoss();
    Path playbook = folder.resolve("impatient.yaml");
    String shipped = Files.readString(Path.of("playbooks/restore-from-snapshot.yaml"));
    String impatient =
        shipped.replace(
            "    uses: etcd.restore_stage\n", "    uses: etcd.restore_stage\n    timeout: 8s\n");
    assertTrue(impatient.length() > shipped.length());
    Files.writeString(playbook, impatient);
    // It tells its version like the one in the image, and then it hangs. A link to that must not be
    // written through.
    lab.on(
        "cp2",
        """
        tool=/usr/local/bin/etcdutl
        if [ -e $tool ]; then mv $tool $tool.kept; fi
        real=$(find /opt/lab/images -path '*/bin/etcdutl' | head -1)
        cat >$tool <<END
        #!/bin/sh
        case "\\$*" in *--data-dir*) sleep 600;; esac
        exec $real "\\$@"
        END
        chmod +x $tool
        """);
    List<String> arguments = new java.util.ArrayList<>(proof.restoring(snapshot));
    arguments.set(1, playbook.toString());
    RestoreLab.Result stopped = lab.run(arguments.toArray(String[]::new));
    assertEquals(11, stopped.status(), stopped::all);
    assertTrue(stopped.err().contains("stage@cp2"), stopped::all);
    assertTrue(stopped.err().contains("did not come about within 7."), stopped::all);
    assertTrue(stopped.err().contains("hint: "), stopped::all);
    lab.on(
        "cp2",
        """
        rm /usr/local/bin/etcdutl
        tool=/usr/local/bin/etcdutl
        if [ -e $tool.kept ]; then mv $tool.kept $tool; fi
        ! pgrep -x -f 'sleep 600'
        """);
    RestoreLab.Result resumed =
        lab.run("resume", RestoreProof.run(stopped), "--confirm", proof.confirmation());
    assertEquals(0, resumed.status(), resumed::all);
    proof.assertRestored(snapshot, stopped);
    proof.assertAsPlanned(stopped);
  }

  @Test
  void anEtcdThatIgnoresSigtermIsWaitedForUntilItsPodIsKilled()
      throws IOException, InterruptedException, LabException {
    Path snapshot = proof.snapshotAndLoss();
    RestoreLab.Started running = proof.restore(snapshot);
    running.awaitSaid("done  last_status ");
    lab.on("cp3", "kill -STOP $(pgrep -x etcd)");
    RestoreLab.Result restored = running.await();
    if (restored.status() != 0) {
      assertEquals(11, restored.status(), restored::all);
      assertTrue(restored.err().contains("etcd on cp3"), restored::all);
      RestoreLab.Result resumed =
          lab.run("resume", RestoreProof.run(restored), "--confirm", proof.confirmation());
      assertEquals(0, resumed.status(), resumed::all);
    }
    proof.assertRestored(snapshot, restored);
    proof.assertAsPlanned(restored);
  }

  @Test
  void anUndoComesToItsEndThoughConnectionsAreCutInsideOfEveryInverse()
      throws IOException, InterruptedException, LabException {
    Path snapshot = proof.snapshotAndLoss();
    Set<String> ids = lab.ids("cluster");
    ids.addAll(lab.ids("member"));
    CuttingFile.Sample every = new CuttingFile.Sample(1, seed());
    RestoreLab.Started half = proof.restore(snapshot);
    half.awaitSaid("done  start_etcd ");
    String taken = RestoreProof.run(half.kill());
    List<String> undo = List.of("undo", "--yes", taken);
    assertTrue(proof.performCut(every, undo) >= 10, "hardly an inverse was hit");
    proof.assertNothingTwice(taken);
    Set<String> after = lab.ids("cluster");
    after.addAll(lab.ids("member"));
    assertEquals(ids, after);
  }

  @Test
  void comesToItsEndThoughConnectionsAreCutInsideOfEveryEffect()
      throws IOException, InterruptedException, LabException {
    Path snapshot = proof.snapshotAndLoss();
    RestoreProof.Cut cut = proof.restoreCut(new CuttingFile.Sample(1, seed()), snapshot);
    assertTrue(cut.hit() >= 30, () -> cut.hit() + " effects were hit");
    // Calls of etcd are hit as well; what a second process says is not looked at here.
    boolean probeHit =
        cut.first().err().lines().anyMatch(line -> line.matches("CUT .* write_probe#0"));
    assertTrue(probeHit || cut.first().status() != 0, cut.first()::all);
    proof.assertNothingTwice(RestoreProof.run(cut.first()));
    proof.assertRestored(snapshot, cut.first());
    proof.assertAsPlanned(cut.first());
  }

  private static long seed() {
    return Long.getLong("test.seed", 1);
  }
}
