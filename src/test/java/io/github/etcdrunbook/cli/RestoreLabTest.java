package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped restore as an operator starts it, on real members of etcd: it brings every key of the
 * snapshot back, also when it is killed on its way, and before the point of no return it can be
 * taken back.
 */
@Tag("lab")
class RestoreLabTest {
  @TempDir private static Path folder;
  private static RestoreLab lab;
  private static RestoreProof proof;

  @BeforeAll
  static void up() throws IOException, LabException {
    lab = RestoreLab.up(folder.toAbsolutePath(), "restore", Profile.KUBEADM, line());
    proof = new RestoreProof(lab);
  }

  /** One line of etcd in rotation. */
  static String line() {
    return Long.getLong("test.seed", 1) % 2 == 0 ? "34" : "35";
  }

  @AfterAll
  static void down() throws IOException, LabException {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void bringsEveryKeyOfTheSnapshotBack() throws IOException, InterruptedException, LabException {
    Path snapshot = proof.snapshotAndLoss();
    RestoreLab.Result restored = proof.restore(snapshot).await();
    assertEquals(0, restored.status(), restored::all);
    proof.assertRestored(snapshot, restored);
    proof.assertAsPlanned(restored);
  }

  @Test
  void goesOnAfterAKillBetweenStoppedMembersOverConnectionsThatAreCut()
      throws IOException, InterruptedException, LabException {
    Path snapshot = proof.snapshotAndLoss();
    RestoreLab.Started running = proof.restore(snapshot);
    running.awaitSaid("done  stop_etcd");
    RestoreLab.Result killed = running.kill();
    String run = RestoreProof.run(killed);
    CuttingFile.Sample sample = new CuttingFile.Sample(4, Long.getLong("test.seed", 1));
    assertTrue(proof.performCut(sample, proof.resuming(run)) >= 2, "hardly an effect was hit");
    proof.assertNothingTwice(run);
    proof.assertRestored(snapshot, killed);
    proof.assertAsPlanned(killed);
  }

  @Test
  void isTakenBackAfterAKillWhileDataIsSwapped()
      throws IOException, InterruptedException, LabException {
    Path snapshot = proof.snapshotAndLoss();
    Set<String> members = lab.ids("member");
    Set<String> clusters = lab.ids("cluster");
    long revision = lab.revision();
    RestoreLab.Started running = proof.restore(snapshot);
    running.awaitSaid("done  swap");
    RestoreLab.Result killed = running.kill();
    RestoreLab.Result undone = lab.run("undo", "--yes", RestoreProof.run(killed));
    assertEquals(0, undone.status(), undone::all);
    assertEquals(clusters, lab.ids("cluster"));
    assertEquals(members, lab.ids("member"));
    assertTrue(lab.revision() >= revision, "the revision went back");
    assertEquals(1, lab.etcdctl("get", "written/later").at("/count").asInt());
  }
}
