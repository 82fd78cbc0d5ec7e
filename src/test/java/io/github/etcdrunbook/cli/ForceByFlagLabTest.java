package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of three hosts loses its power, another its data: the third goes on alone by etcd's own flag.
 * The program is killed while the flag is in the manifest, and takes it out when it is resumed.
 * Then the others are taken in again. Three minutes, most of them of waiting: for the host that is
 * off.
 */
@Tag("lab")
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class ForceByFlagLabTest {
  private static final List<String> SURVIVOR = List.of("cp2");
  private static final String MANIFEST = "/etc/kubernetes/manifests/etcd.yaml";

  @TempDir private Path folder;

  @Test
  void theLastMemberGoesOnAloneAndTheFlagIsTakenOut()
      throws IOException, InterruptedException, LabException {
    try (MembersLab members = MembersLab.up(folder, "flag", Profile.KUBEADM, "35")) {
      members.lab.etcdctl("put", "kept", "as it was");
      final String cluster = cluster(members);
      final String manifest = members.lab.on("cp2", "cat " + MANIFEST);
      // The database of cp3 is none any more: etcd ends as often as it is started.
      members.lab.on("cp3", "printf broken > /var/lib/etcd/member/snap/db; pkill -KILL -x etcd");
      members.lab.on("cp1", "mv " + MANIFEST + " /root/ && pkill -KILL -x etcd");
      final Path snapshot = members.lab.backup();
      members.lab.lab().breakHost("cp1", Fault.POWER_OFF);
      final Map<String, String> before = keys(members, "cp2");
      force(members, snapshot);
      assertEquals(cluster, cluster(members));
      assertEquals(Set.of("cp2"), members.members("cp2"));
      assertEquals(manifest, members.lab.on("cp2", "cat " + MANIFEST));
      assertFalse(command(members).contains("force-new-cluster"), command(members));
      assertEquals(List.of(), changed(before, keys(members, "cp2")));
      assertEquals(
          "700 0:0", members.lab.on("cp2", "stat -c '%a %u:%g' /var/lib/etcd.copy-*"), "the copy");
      oldOnesComeBack(members, cluster);
      takeIn(members, "cp1", Set.of("cp1", "cp2"));
      takeIn(members, "cp3", Set.of("cp1", "cp2", "cp3"));
      assertEquals(cluster, cluster(members));
    }
  }

  /** Killed while the flag is in the manifest; resumed with nothing else being done. */
  private static void force(MembersLab members, Path snapshot)
      throws IOException, InterruptedException, LabException {
    RestoreLab.Started running =
        members.start(
            "force-new-cluster",
            "route=flag",
            "snapshot=" + snapshot,
            "fenced=[cp1]",
            "reason=the data of cp3 is lost",
            members.confirm("flag"));
    long start = System.nanoTime();
    while (!members
        .lab
        .on("cp2", "grep -c force-new-cluster " + MANIFEST + " || true")
        .startsWith("1")) {
      assertTrue(
          System.nanoTime() - start < TimeUnit.MINUTES.toNanos(4), () -> running.left().all());
    }
    RestoreLab.Result killed = running.kill();
    assertTrue(members.lab.on("cp2", "cat " + MANIFEST).contains("--force-new-cluster=true"));
    String run = RestoreProof.run(killed);
    RestoreLab.Result resumed = members.lab.run("resume", run, "--confirm", confirmed(members));
    assertEquals(0, resumed.status(), resumed::all);
    members.assertAsPlanned(killed);
  }

  private static String confirmed(MembersLab members) {
    return "flag=" + members.lab.cluster();
  }

  /** The fenced one stays down over a reboot; the other hears that it was removed. */
  private static void oldOnesComeBack(MembersLab members, String cluster)
      throws IOException, InterruptedException, LabException {
    members.lab.etcdctl(SURVIVOR, "put", "kept", "by the one that is left");
    members.lab.lab().breakHost("cp3", Fault.POWER_OFF);
    members.lab.lab().repair("cp3");
    members.lab.lab().repair("cp1");
    members.lab.on("cp1", "mv /root/etcd.yaml " + MANIFEST);
    String said = "";
    for (int tries = 0; !said.contains("permanently removed") && tries < 60; tries++) {
      Thread.sleep(500);
      said = members.lab.on("cp1", "cat /var/log/pods/*etcd*/*/*.log || true");
    }
    assertTrue(said.contains("permanently removed"), "cp1 does not hear that it was removed");
    assertEquals("", members.lab.on("cp3", "pgrep -x etcd || true"), "cp3 is fenced");
    assertEquals(cluster, cluster(members));
    assertEquals(Set.of("cp2"), members.members("cp2"));
    assertEquals("by the one that is left", keys(members, "cp2").get("kept"));
  }

  /** One etcd ends as often as it is started, the other is fenced: both join with empty data. */
  private static void takeIn(MembersLab members, String host, Set<String> all)
      throws IOException, InterruptedException, LabException {
    RestoreLab.Result joined = members.start("add-member", "host=" + host, "discard=true").await();
    assertEquals(0, joined.status(), joined::all);
    assertEquals(all, members.members(host));
    members.assertServe(List.copyOf(all));
    assertEquals("by the one that is left", keys(members, host).get("kept"));
    String run = RestoreProof.run(joined);
    members.lab.on(host, "test -s /var/lib/etcd.parked-" + run + "/member/snap/db");
  }

  private static String cluster(MembersLab members)
      throws IOException, InterruptedException, LabException {
    JsonNode status = members.lab.etcdctl(SURVIVOR, "endpoint", "status").get(0);
    return status.at("/Status/header/cluster_id").asText();
  }

  private static String command(MembersLab members) throws IOException, LabException {
    return members.lab.on("cp2", "tr '\\0' ' ' < /proc/$(pgrep -x etcd | head -1)/cmdline");
  }

  /** All keys that are not renewed all the time, with their values; asked without quorum, too. */
  private static Map<String, String> keys(MembersLab members, String host)
      throws IOException, InterruptedException, LabException {
    Map<String, String> keys = new TreeMap<>();
    JsonNode all =
        members.lab.etcdctl(List.of(host), "get", "", "--prefix", "--consistency=s").path("kvs");
    for (JsonNode one : all) {
      String key = text(one.path("key"));
      if (one.path("lease").asLong() == 0 && !key.startsWith("/registry/leases/")) {
        keys.put(key, text(one.path("value")));
      }
    }
    assertTrue(keys.size() > 200, keys.size() + " keys");
    return keys;
  }

  private static String text(JsonNode base64) {
    return new String(Base64.getDecoder().decode(base64.asText()), StandardCharsets.UTF_8);
  }

  private static List<String> changed(Map<String, String> before, Map<String, String> now) {
    return before.keySet().stream().filter(key -> !before.get(key).equals(now.get(key))).toList();
  }
}
