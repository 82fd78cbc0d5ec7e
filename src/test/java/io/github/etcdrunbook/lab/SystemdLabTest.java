package io.github.etcdrunbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** etcd as a unit, under a stand-in that knows what recovery procedures use of systemd. */
@Tag("lab")
class SystemdLabTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String FENCE = "/etc/systemd/system/etcd.service.d/fence.conf";

  private static Lab lab;

  @BeforeAll
  static void up() throws IOException, LabException {
    lab = TestLabs.lab("units");
    lab.down();
    lab.up(TestLabs.spec(2, Profile.SYSTEMD, TestLabs.etcd35()), LIMIT);
  }

  @AfterAll
  static void down() throws IOException, LabException {
    lab.down();
  }

  @Test
  void runsAsItsUserWithTheEnvironmentFile() throws IOException, LabException {
    assertEquals("active", sh("systemctl is-active etcd"));
    assertEquals("enabled", sh("systemctl is-enabled etcd"));
    String pid = sh("systemctl show -p MainPID --value etcd");
    assertEquals("etcd", sh("ps -o user= -p " + pid));
    assertTrue(sh("tr '\\0' '\\n' </proc/" + pid + "/environ").contains("ETCD_NAME=cp1"));
    assertEquals("etcd 700", sh("stat -c '%U %a' /var/lib/etcd"));
    assertTrue(sh("systemctl cat etcd").startsWith("# /etc/systemd/system/etcd.service\n[Unit]"));
    assertEquals("Type=notify\nUser=etcd", sh("systemctl show -p Type,User etcd"));
  }

  @Test
  void aDropInCountsAfterTheReloadAndFencesTheUnit() throws IOException, LabException {
    sh("mkdir -p $(dirname " + FENCE + ")");
    sh("printf '[Unit]\\nAssertPathExists=/run/may-start\\n' >" + FENCE);
    assertEquals("yes", sh("systemctl show -p NeedDaemonReload --value etcd"));
    sh("systemctl daemon-reload; systemctl stop etcd");
    String refused = sh("systemctl start etcd 2>&1 || echo status $?");
    assertEquals("Assertion failed on job for etcd.service.\nstatus 1", refused);
    assertEquals("ActiveState=inactive", sh("systemctl show -p ActiveState etcd"));
    assertEquals(FENCE, sh("systemctl show -p DropInPaths --value etcd"));
    sh("touch /run/may-start; systemctl start etcd; rm -r $(dirname " + FENCE + ")");
    sh("systemctl daemon-reload; systemctl is-active etcd");
  }

  @Test
  void aKilledProcessIsRestarted() throws IOException, LabException, InterruptedException {
    String before = sh("systemctl show -p NRestarts --value etcd");
    sh("kill -9 $(systemctl show -p MainPID --value etcd)");
    TestLabs.millisUntil(
        LIMIT, () -> sh("systemctl show -p SubState --value etcd").equals("auto-restart"));
    TestLabs.millisUntil(LIMIT, () -> sh("systemctl is-active etcd || :").equals("active"));
    int after = Integer.parseInt(sh("systemctl show -p NRestarts --value etcd"));
    assertEquals(Integer.parseInt(before) + 1, after);
  }

  @Test
  void startBlocksUntilTheClusterHasAQuorum()
      throws IOException, LabException, InterruptedException {
    TestLabs.sh(lab, "cp2", "systemctl stop etcd");
    sh("systemctl stop etcd; systemctl start --no-block etcd");
    Thread.sleep(1500);
    assertEquals("activating", sh("systemctl is-active etcd || :"));
    assertEquals("124", sh("timeout 1 systemctl start etcd; echo $?"));
    TestLabs.sh(lab, "cp2", "systemctl start etcd");
    TestLabs.millisUntil(LIMIT, () -> sh("systemctl is-active etcd || :").equals("active"));
  }

  @Test
  void aStoppedUnitStaysDownAndAMaskInRunDoesNotCoverAUnitInEtc() throws IOException, LabException {
    sh("systemctl stop etcd");
    assertEquals("inactive\nstatus 3", sh("systemctl is-active etcd || echo status $?"));
    assertEquals("", sh("pgrep -x etcd || :"));
    sh("systemctl mask --runtime etcd; systemctl start etcd; systemctl is-active etcd");
    sh("systemctl unmask --runtime etcd");
  }

  private static String sh(String script) throws IOException, LabException {
    return TestLabs.sh(lab, "cp1", script);
  }
}
