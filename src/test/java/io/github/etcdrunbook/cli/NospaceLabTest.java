package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A cluster whose database has reached its quota, on real members: the shipped playbooks bring it
 * back, and refuse what would not help. The tests are one story, each goes on where the last ended;
 * its second half is told with --full.
 */
@Tag("lab")
@ParameterizedClass
@MethodSource("lines")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NospaceLabTest {
  private static final String SMALL = "quota=" + (32L << 20);

  @TempDir private static Path all;
  private static Path folder;
  private static RestoreLab lab;
  private static EverydayLab everyday;

  @Parameter String line;

  /** One line of etcd in rotation, not the one of the restore; with --full both. */
  static List<String> lines() {
    return Boolean.getBoolean("test.full")
        ? List.of("34", "35")
        : List.of(Long.getLong("test.seed", 1) % 2 == 0 ? "35" : "34");
  }

  @BeforeParameterizedClassInvocation
  static void up(String line) throws IOException, LabException {
    folder = Files.createDirectory(all.toAbsolutePath().resolve(line));
    lab = RestoreLab.up(folder, "nospace", Profile.KUBEADM, line);
    everyday = new EverydayLab(lab);
  }

  @AfterParameterizedClassInvocation
  static void down() throws IOException, LabException {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  @Order(1)
  void changesTheQuotaOfEveryMember() throws IOException, InterruptedException, LabException {
    Set<String> members = lab.ids("member");
    RestoreLab.Result healthy = everyday.play("health");
    assertEquals(0, healthy.status(), healthy::all);
    assertTrue(healthy.out().contains("healthy: 3 members"), healthy::all);
    everyday.played("raise-quota", SMALL);
    for (String host : lab.hostNames()) {
      lab.on(
          host,
          "grep -c -- --quota-backend-bytes=33554432 /etc/kubernetes/manifests/etcd.yaml"
              + " && tr '\\0' ' ' </proc/$(pgrep -x etcd)/cmdline | grep -q 33554432");
    }
    assertEquals(members, lab.ids("member"));
    everyday.idle("raise-quota", SMALL);
  }

  @Test
  @Order(2)
  void clearsAFullDatabaseOfItsHistory() throws IOException, InterruptedException, LabException {
    everyday.rewrite("filled/history", 200);
    assertTrue(everyday.etcdctl("put x y").contains("database space exceeded"));
    assertTrue(everyday.etcdctl("alarm list").contains("NOSPACE"));
    long before = Collections.max(everyday.sizes());

    everyday.assertPlannedIsPerformed(incident());

    assertEquals("", everyday.etcdctl("alarm list"));
    assertTrue(Collections.max(everyday.sizes()) < before / 2, everyday.sizes()::toString);
    assertEquals("OK", everyday.etcdctl("put x y"));
    assertEquals(1, lab.hashes().size(), "the members differ");
    everyday.idle("nospace-recovery", "keep_revisions=10", "backup=" + folder);
  }

  /** The example of an incident as it stands, from where it repairs. */
  private static RestoreLab.Result incident() throws IOException, InterruptedException {
    Path program = RestoreLab.program(folder.resolve("bin").resolve("runbook"));
    List<String> words =
        new ArrayList<>(List.of("env", "ETCD_RUNBOOK=" + program, "sh", "examples/incident.sh"));
    words.addAll(List.of(lab.lab().inventory().toString(), "-y"));
    words.addAll(List.of("-v", "keep_revisions=10", "-v", "backup=" + folder));
    RestoreLab.Result result = lab.command(words);
    assertEquals(0, result.status(), result::all);
    assertTrue(result.out().contains("NOSPACE") && result.out().contains("KEYS"), result::all);
    int repair = result.out().indexOf("nospace-recovery on " + lab.cluster());
    assertTrue(repair > 0, result::all);
    assertTrue(result.all().contains(" MiB of history in "), result::all);
    return new RestoreLab.Result(0, result.out().substring(repair), result.err());
  }

  @Test
  @EnabledIfSystemProperty(named = "test.full", matches = "true")
  @Order(3)
  void keepsTheAlarmWhenThereIsTooMuchData()
      throws IOException, InterruptedException, LabException {
    everyday.write("filled/data", 60);
    assertTrue(everyday.etcdctl("alarm list").contains("NOSPACE"));

    RestoreLab.Result refused =
        everyday.play("nospace-recovery", "keep_revisions=10", "backup=" + folder);

    assertEquals(ExitCode.FAILED_CHANGED.code(), refused.status(), refused::all);
    assertTrue(refused.all().contains("the quota with the playbook raise-quota"), refused::all);
    assertTrue(everyday.etcdctl("alarm list").contains("NOSPACE"));
    RestoreLab.Result undone = lab.run("undo", "--yes", EverydayLab.runOf(refused));
    assertEquals(0, undone.status(), undone::all);
  }

  @Test
  @EnabledIfSystemProperty(named = "test.full", matches = "true")
  @Order(4)
  void aLargerQuotaLetsTheClusterWriteAgain()
      throws IOException, InterruptedException, LabException {
    everyday.played("raise-quota", "quota=" + (128L << 20));
    assertEquals("", everyday.etcdctl("alarm list"));
    assertEquals("OK", everyday.etcdctl("put x y"));
    assertTrue(lab.lab().status().ready(), () -> "the control plane does not run");
  }

  @Test
  @EnabledIfSystemProperty(named = "test.full", matches = "true")
  @Order(5)
  void defragmentsByTheRuleAndRefusesBesideADeadMember()
      throws IOException, InterruptedException, LabException {
    everyday.etcdctl("del --prefix filled/");
    everyday.played("compact", "keep_revisions=0", "slack=0");
    long before = Collections.max(everyday.sizes());
    everyday.idle("rolling-defragment");
    assertEquals(before, Collections.max(everyday.sizes()));
    everyday.played("rolling-defragment", "rule=free * 2 > size");
    assertTrue(Collections.max(everyday.sizes()) < before / 2, everyday.sizes()::toString);

    everyday.rewrite("filled/more", 20);
    everyday.played("compact", "keep_revisions=0", "slack=0");
    lab.on("cp3", "mv /etc/kubernetes/manifests/etcd.yaml /etc/kubernetes/");
    lab.on("cp3", "for i in $(seq 100); do pgrep -x etcd >/dev/null || break; sleep 0.1; done");
    RestoreLab.Result refused = everyday.play("rolling-defragment", "rule=free * 2 > size");
    assertEquals(ExitCode.REFUSED.code(), refused.status(), refused::all);
    assertTrue(refused.all().contains("bring every member back first"), refused::all);
    assertFalse(refused.all().contains("defragment this member"), refused::all);
  }
}
