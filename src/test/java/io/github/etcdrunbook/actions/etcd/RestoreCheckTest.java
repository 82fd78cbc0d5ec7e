package io.github.etcdrunbook.actions.etcd;

import static io.github.etcdrunbook.actions.etcd.RestoreScene.CP1;
import static io.github.etcdrunbook.actions.etcd.RestoreScene.CP3;
import static io.github.etcdrunbook.actions.etcd.RestoreScene.UID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.actions.etcd.RestoreCheck.Output;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Certificate;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Incarnation;
import io.github.etcdrunbook.world.Owner;
import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.RestoreTool;
import io.github.etcdrunbook.world.UnitState;
import io.github.etcdrunbook.world.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestoreCheckTest {
  private static final HostName MASTER = new HostName("master1");

  private final RestoreScene scene = new RestoreScene();

  private Decision<Output> decide() {
    return new RestoreCheck().decide(scene.arguments(), scene.observation());
  }

  private void assertRefused(String why, String hint) {
    Decision.Refused<?> refused = assertInstanceOf(Decision.Refused.class, decide());
    assertTrue(refused.why().contains(why), refused.why());
    assertTrue(refused.hint().contains(hint), refused.hint());
  }

  private Output satisfied() {
    Decision<Output> decision = decide();
    if (decision instanceof Decision.Satisfied<Output> satisfied) {
      return satisfied.output();
    }
    return fail(decision.toString());
  }

  @Test
  void fixesTheDesignOfTheNewCluster() {
    Output output = satisfied();
    assertEquals(
        List.of("cp1", "cp2", "cp3"), output.hosts().stream().map(HostName::text).toList());
    assertEquals(1_000_000_000L, output.bump());
    assertEquals(1_000_000_100L, output.revision());
    assertEquals(Value.drifting(20L), output.lost());
    assertEquals(List.of(), output.warnings());
  }

  @Test
  void choosesALargerBumpWhenTheClusterHasWrittenALot() {
    scene.liveRevision(3_000_000_100L);
    assertEquals(6_000_000_000L, satisfied().bump());
  }

  @Test
  void keepsTheBumpWhenTheClusterWritesBetweenPlanAndRun() {
    scene.liveRevision(1_000_000_232L);
    long planned = satisfied().bump();
    scene.liveRevision(1_000_000_242L);
    assertEquals(planned, satisfied().bump());
  }

  @Test
  void saysSoWhenTheToolKnowsNoBump() {
    scene.tool(new RestoreTool(List.of("/usr/bin/etcdctl"), "on the PATH", "3.5.16", false));
    Output output = satisfied();
    assertEquals(0, output.bump());
    assertTrue(output.warnings().get(0).contains("restart every client"));
  }

  @Test
  void refusesAHealthyClusterWithoutAReason() {
    scene.reason("");
    assertRefused("has quorum and serves", "say so in the input `reason`");
  }

  @Test
  void needsNoReasonWithoutQuorum() {
    scene.reason("").quorum(false);
    assertEquals(3, satisfied().hosts().size());
  }

  @Test
  void refusesAHostThatIsDownAndNotFenced() {
    scene.unreachable(CP3, new Failure.Unreachable("no route to host"));
    assertRefused("cp3 does not answer: no route to host", "fenced");
  }

  @Test
  void leavesAFencedHostOutAndSaysWhatToleranceIsLeft() {
    scene.unreachable(CP3, new Failure.Unreachable("no route to host")).fenced(CP3);
    Output output = satisfied();
    assertEquals(2, output.members().size());
    assertTrue(output.warnings().get(0).contains("tolerates the loss of 0"));
  }

  @Test
  void refusesAFencedHostWhoseEtcdRuns() {
    UnitState running =
        new UnitState(true, true, Optional.empty(), Optional.of(new Incarnation("c1", 5, "spec")));
    scene.fenced(CP3).etcdUnit(CP3, running);
    assertRefused("named as fenced, but its etcd runs", "take it out");
  }

  @Test
  void refusesAFencedNameThatIsNoEtcdHost() {
    scene.fenced(new HostName("cp9"));
    assertRefused("cp9 is named as fenced, and is neither an etcd host nor one", "fenced");
  }

  @Test
  void refusesASilentHostThatMayCarryAnApiServer() {
    scene.silent(MASTER);
    assertRefused("master1 does not answer, and may carry an API server: no route", "powered off");
  }

  @Test
  void leavesAFencedApiServerOut() {
    scene.silent(MASTER).fenced(MASTER);
    assertEquals(3, satisfied().apiServers().size());
  }

  @Test
  void refusesWhileAnApiServerServesThatNoHostIsKnownToCarry() {
    scene.leases("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.9");
    assertRefused("4 API servers hold a lease in etcd (10.0.0.1, 10.0.0.2,", "control_plane");
  }

  @Test
  void theLeaseOfADeadHostDoesNotEndWithoutALeader() {
    scene.leases("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.9").silent(MASTER).fenced(MASTER);
    assertEquals(3, satisfied().apiServers().size());
  }

  @Test
  void refusesTheSnapshotOfAnotherCluster() {
    scene.liveUid("11111111-2222-3333-4444-555555555555");
    assertRefused("of another cluster: its kube-system uid is " + UID, "other_cluster=" + UID);
  }

  @Test
  void acceptsTheOtherClusterThatIsNamed() {
    scene.liveUid("11111111-2222-3333-4444-555555555555").otherCluster(UID);
    assertEquals(3, satisfied().hosts().size());
  }

  @Test
  void refusesAWrongNameOfAnotherCluster() {
    scene.otherCluster("nonsense");
    assertRefused("the snapshot's kube-system uid is " + UID, "name the uid");
  }

  @Test
  void comparesPeerUrlsWhenNobodyTellsTheUid() {
    scene.liveUid("").snapshotPeers("https://10.9.9.1:2380");
    assertRefused("peer URLs", "other_cluster");
  }

  @Test
  void refusesWhenTheInventoryAndTheManifestDisagree() {
    scene.memberName(CP1, "cp7");
    assertRefused("calls the host cp1, but its manifest names the member cp7", "inventory");
  }

  @Test
  void refusesAMountPointAsDataDirectory() {
    scene.data(CP1, new PathState.Directory(Owner.rootOnly(0700), false, true));
    assertRefused("is a mount point", "parent");
  }

  @Test
  void refusesASymbolicLinkAsDataDirectory() {
    scene.data(CP1, new PathState.Other("a symbolic link"));
    assertRefused("is a symbolic link, not a directory", "--data-dir");
  }

  @Test
  void refusesWithoutARestoreTool() {
    scene.noTool(CP1);
    assertRefused("cp1 has no program that restores", "install etcdutl");
  }

  @Test
  void refusesDifferentRestoreTools() {
    scene.tool(CP1, new RestoreTool(List.of("/usr/bin/etcdutl"), "on the PATH", "3.5.30", true));
    assertRefused("different restore tools", "same version");
  }

  @Test
  void refusesTheToolOfAnotherMinorVersion() {
    scene.tool(new RestoreTool(List.of("/usr/bin/etcdutl"), "on the PATH", "3.6.1", true));
    assertRefused("runs etcd 3.5, but its restore tool is 3.6", "minor");
  }

  @Test
  void refusesWithoutSpace() {
    scene.free(CP1, 100L << 20);
    assertRefused("cp1 has 100 MiB free", "free space");
  }

  @Test
  void refusesASnapshotBeyondTheQuota() {
    scene.quota(1000);
    assertRefused("larger than the quota", "quota-backend-bytes");
  }

  @Test
  void refusesASnapshotOfANewerMinorVersion() {
    scene.snapshotVersion("3.6.0");
    assertRefused("the snapshot is of etcd 3.6, the hosts run 3.5", "minor version");
  }

  @Test
  void refusesAnExpiredCertificate() {
    scene.certificate(
        CP1,
        new Certificate(
            "/etc/kubernetes/pki/etcd/peer.crt",
            Instant.parse("2025-01-01T00:00:00Z"),
            Instant.parse("2026-01-01T00:00:00Z"),
            List.of("cp1"),
            "CN=etcd-ca"));
    assertRefused("peer.crt on cp1 has expired", "kubeadm certs renew");
  }

  @Test
  void warnsOfACertificateThatExpiresSoon() {
    scene.certificate(
        CP1,
        new Certificate(
            "/etc/kubernetes/pki/etcd/peer.crt",
            Instant.parse("2025-01-01T00:00:00Z"),
            RestoreScene.NOW.plusSeconds(3600),
            List.of("cp1"),
            "CN=etcd-ca"));
    assertTrue(satisfied().warnings().get(0).contains("expires at"));
  }

  @Test
  void tellsAllProblemsAtOnce() {
    scene.noTool(CP1).free(CP3, 0).reason("");
    Decision.Refused<?> refused = assertInstanceOf(Decision.Refused.class, decide());
    assertEquals(3, refused.why().lines().count(), refused.why());
  }

  @Test
  void refusesASnapshotThatCannotBeRead() {
    scene.badSnapshot(new Failure.Unsuitable("s.db: the SHA-256 trailer differs", "take another"));
    assertRefused("trailer differs", "take another");
  }
}
