package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.etcdrunbook.lab.Fault;
import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two of three hosts lose their power: the third becomes a cluster of its own, which the others
 * cannot harm when they come back, and takes them in again one by one. Before, one attempt is
 * killed and taken back. Ten minutes, most of them of waiting: for hosts that are off, and for
 * members without quorum to end.
 */
@Tag("lab")
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class ForceLabTest {
  private static final List<String> ALL = List.of("cp1", "cp2", "cp3");

  @TempDir private Path folder;

  /**
   * Both lines at once: each waits most of its time. As a pod, etcd 3.4 is restarted by its
   * liveness probe some eighty seconds after quorum is lost, and answers no more: there it is a
   * unit.
   */
  @Test
  void theLastMemberBecomesAClusterThatTheOthersCannotHarm() throws Exception {
    try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> stories =
          List.of(
              both.submit(() -> becomesACluster(Profile.KUBEADM, "35")),
              both.submit(() -> becomesACluster(Profile.SYSTEMD, "34")));
      for (Future<Void> story : stories) {
        story.get();
      }
    }
  }

  private Void becomesACluster(Profile profile, String line)
      throws IOException, InterruptedException, LabException {
    Path own = folder.resolve(line);
    try (MembersLab members = MembersLab.up(own, "force" + line, profile, line)) {
      members.lab.etcdctl(ALL, "put", "kept", "as it was");
      RestoreLab.Result early =
          members.start("force-new-cluster", "snapshot=/dev/null", "fenced=[cp3]").await();
      assertEquals(4, early.status(), early::all);
      assertTrue(early.err().contains("has quorum and serves"), early::all);
      final String before = cluster(members, "cp2");
      members.lab.lab().breakHost("cp1", Fault.POWER_OFF);
      members.lab.lab().breakHost("cp3", Fault.POWER_OFF);
      if (profile == Profile.KUBEADM) {
        // As a unit, the etcd of cp4 is fenced first: without data it could not be started again,
        // so that there is no way back from there.
        takesBack(members, before);
      }
      force(members);
      assertNotEquals(before, cluster(members, "cp2"), "an old member could talk to it");
      assertEquals(Set.of("cp2"), members.members("cp2"));
      oldOnesComeBack(members, before);
      takeIn(members, "cp1", "cp3");
    }
    return null;
  }

  /**
   * Killed when the data of the survivor is swapped. Undone, it has the data that it had, and is
   * without quorum again: started so, etcd serves no client, and cannot be forced. When the lost
   * hosts have power after all, the cluster is the one that it was; at last they lose it again.
   */
  private static void takesBack(MembersLab members, String cluster)
      throws IOException, InterruptedException, LabException {
    final String before = survivor(members);
    String[] force = {
      "snapshot=" + members.lab.backup(),
      "fenced=[cp1, cp3]",
      members.confirm("force"),
      members.confirm("force_stop_api_servers")
    };
    RestoreLab.Started running = members.start("force-new-cluster", force);
    running.awaitSaid("done  force_swap");
    RestoreLab.Result killed = running.kill();
    assertNotEquals(before, survivor(members), killed::all);
    RestoreLab.Result undone = members.lab.run("undo", "--yes", RestoreProof.run(killed));
    assertEquals(0, undone.status(), undone::all);
    members.lab.on("cp2", "timeout 60 sh -c 'until pgrep -x etcd; do sleep 0.2; done'");
    assertEquals(before, survivor(members));
    RestoreLab.Result refused = members.start("force-new-cluster", force).await();
    assertEquals(4, refused.status(), refused::all);
    assertTrue(refused.err().contains("there is no survivor"), refused::all);
    members.lab.lab().repair("cp1");
    members.lab.lab().repair("cp3");
    for (String host : ALL) {
      for (int tries = 0; !cluster.equals(clusterIfAny(members, host)) && tries < 60; tries++) {
        Thread.sleep(500);
      }
      assertEquals(cluster, cluster(members, host));
      assertEquals("as it was", value(members, host));
    }
    assertEquals(Set.copyOf(ALL), members.members("cp2"));
    members.lab.lab().breakHost("cp1", Fault.POWER_OFF);
    members.lab.lab().breakHost("cp3", Fault.POWER_OFF);
  }

  /** The settings of the survivor, its files (the data by inodes), and how its etcd runs. */
  private static String survivor(MembersLab members) throws IOException, LabException {
    return members.lab.on(
        "cp2",
        "find /etc/kubernetes /etc/etcd* /etc/systemd/system -not -path '/etc/etcd-runbook*'"
            + " -printf '%p %y %m %u %s\\n' 2>/dev/null | sort;"
            + " cat /etc/kubernetes/manifests/*;"
            + " find /var/lib/etcd* -not -path '/var/lib/etcd-runbook*' -not -name '*.tmp'"
            + " -printf '%p %i %y %m %u\\n' | sort;"
            + " pid=$(pgrep -x etcd) && tr '\\0' ' ' < /proc/$pid/cmdline || true");
  }

  private static void force(MembersLab members)
      throws IOException, InterruptedException, LabException {
    Path snapshot = members.lab.backup();
    RestoreLab.Result unfenced =
        members.start("force-new-cluster", "snapshot=" + snapshot, "fenced=[cp3]").await();
    assertEquals(4, unfenced.status(), unfenced::all);
    assertTrue(unfenced.err().contains("cp1 does not answer"), unfenced::all);
    RestoreLab.Started running =
        members.start(
            "force-new-cluster",
            "snapshot=" + snapshot,
            "fenced=[cp1, cp3]",
            members.confirm("force"),
            members.confirm("force_stop_api_servers"));
    RestoreLab.Result forced = running.await();
    assertEquals(0, forced.status(), forced::all);
    members.assertAsPlanned(forced);
    assertEquals("as it was", value(members, "cp2"));
  }

  /** Both at once are a majority of the cluster that was: it is another one now, and is refused. */
  private static void oldOnesComeBack(MembersLab members, String before)
      throws IOException, InterruptedException, LabException {
    members.lab.etcdctl(List.of("cp2"), "put", "kept", "by the new cluster");
    members.lab.lab().repair("cp1");
    members.lab.lab().repair("cp3");
    for (int tries = 0; !before.equals(clusterIfAny(members, "cp1")) && tries < 60; tries++) {
      Thread.sleep(500);
    }
    assertEquals(before, cluster(members, "cp1"));
    assertEquals("by the new cluster", value(members, "cp2"));
    assertEquals(Set.of("cp2"), members.members("cp2"));
    RestoreLab.Result refused = members.start("add-member", "host=cp1", "discard=true").await();
    assertEquals(4, refused.status(), refused::all);
    assertTrue(refused.err().contains("has quorum and loses it"), refused::all);
    members.lab.lab().breakHost("cp3", Fault.POWER_OFF);
  }

  private static void takeIn(MembersLab members, String first, String second)
      throws IOException, InterruptedException, LabException {
    RestoreLab.Result one = members.start("add-member", "host=" + first, "discard=true").await();
    assertEquals(0, one.status(), one::all);
    members.assertAsPlanned(one);
    members.lab.lab().repair(second);
    Thread.sleep(1000);
    RestoreLab.Result two = members.start("add-member", "host=" + second, "discard=true").await();
    assertEquals(0, two.status(), two::all);
    assertEquals(Set.of("cp1", "cp2", "cp3"), members.members("cp2"));
    members.assertServe(ALL);
    for (String host : ALL) {
      assertEquals("by the new cluster", value(members, host));
    }
  }

  private static String clusterIfAny(MembersLab members, String host)
      throws IOException, InterruptedException, LabException {
    try {
      return cluster(members, host);
    } catch (AssertionError silent) {
      return "";
    }
  }

  private static String cluster(MembersLab members, String host)
      throws IOException, InterruptedException, LabException {
    JsonNode status = members.lab.etcdctl(List.of(host), "endpoint", "status").get(0);
    return status.at("/Status/header/cluster_id").asText();
  }

  private static String value(MembersLab members, String host)
      throws IOException, InterruptedException, LabException {
    JsonNode read = members.lab.etcdctl(List.of(host), "get", "kept");
    byte[] value = Base64.getDecoder().decode(read.at("/kvs/0/value").asText());
    return new String(value, StandardCharsets.UTF_8);
  }
}
