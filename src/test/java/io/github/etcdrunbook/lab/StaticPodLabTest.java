package io.github.etcdrunbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The static-pod runner does with manifests what a real kubelet was measured to do. It runs five
 * times faster here: a wait of 14 s is one of 2.8 s.
 */
@Tag("lab")
class StaticPodLabTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final double SCALE = 0.2;
  private static final long CHANGED = (long) (13_500 * SCALE);
  private static final String MANIFEST = "/etc/kubernetes/manifests/etcd.yaml";
  private static final String PARKED = "/etc/kubernetes/etcd.yaml";
  private static final String RUNS = "crictl ps -q --label io.kubernetes.container.name=etcd";

  private static Lab lab;

  @BeforeAll
  static void up() throws IOException, LabException {
    lab = TestLabs.lab("pods");
    lab.down();
    lab.up(TestLabs.paced(TestLabs.spec(1, Profile.KUBEADM, TestLabs.etcd35()), SCALE), LIMIT);
    // The others would only take time from the two processors.
    sh("cd /etc/kubernetes; mkdir other; mv manifests/kube-* other/");
  }

  @AfterAll
  static void down() throws IOException, LabException {
    lab.down();
  }

  @BeforeEach
  void etcdRuns() throws IOException, LabException, InterruptedException {
    sh("rm -f " + MANIFEST + ".bak; [ ! -e " + PARKED + " ] || mv " + PARKED + " " + MANIFEST);
    TestLabs.millisUntil(LIMIT, StaticPodLabTest::serves);
  }

  @Test
  void aParkedManifestStopsThePodAndPutBackStartsItAtOnce()
      throws IOException, LabException, InterruptedException {
    sh("mv " + MANIFEST + " " + PARKED);
    TestLabs.millisUntil(LIMIT, () -> !runs() && sh("crictl ps -aq --name etcd").isEmpty());
    sh("rm -rf /var/lib/etcd.gone; mv /var/lib/etcd /var/lib/etcd.gone; sleep 1");
    assertEquals("", sh("ls -d /var/lib/etcd 2>/dev/null || :"), "not made while parked");
    sh("mv /var/lib/etcd.gone /var/lib/etcd; mv " + PARKED + " " + MANIFEST);
    assertTrue(TestLabs.millisUntil(LIMIT, StaticPodLabTest::serves) < CHANGED);
  }

  @Test
  void aManifestChangedInPlaceTakesLong() throws IOException, LabException, InterruptedException {
    sh("sed -i s/snapshot-count=10000/snapshot-count=10001/ " + MANIFEST);
    TestLabs.millisUntil(LIMIT, () -> !runs());
    assertTrue(TestLabs.millisUntil(LIMIT, StaticPodLabTest::runs) > CHANGED - 1000);
    String processes = "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '";
    TestLabs.millisUntil(LIMIT, () -> sh(processes).contains("snapshot-count=10001"));
    sh("mv " + MANIFEST + " " + PARKED + "; sed -i s/=10001/=10000/ " + PARKED);
    TestLabs.millisUntil(LIMIT, () -> !runs());
    Thread.sleep((long) (2_500 * SCALE) + 200);
    sh("mv " + PARKED + " " + MANIFEST);
    assertTrue(TestLabs.millisUntil(LIMIT, StaticPodLabTest::runs) < CHANGED - 1000);
  }

  @Test
  void aCopyBesideTheManifestStopsTheRunningPod()
      throws IOException, LabException, InterruptedException {
    sh("cp " + MANIFEST + " " + MANIFEST + ".bak");
    TestLabs.millisUntil(LIMIT, () -> !runs());
    Thread.sleep(CHANGED + 1000);
    assertTrue(!runs(), "stays down as long as the copy is there");
    sh("mv " + MANIFEST + ".bak /etc/kubernetes/manifests/.etcd.yaml");
    TestLabs.millisUntil(LIMIT, StaticPodLabTest::runs);
    sh("rm /etc/kubernetes/manifests/.etcd.yaml");
  }

  @Test
  void aKilledProcessComesBackAfterABackOffThatParkingForgets()
      throws IOException, LabException, InterruptedException {
    kill();
    assertTrue(TestLabs.millisUntil(LIMIT, StaticPodLabTest::runs) > 10_000 * SCALE - 500);
    kill();
    Thread.sleep((long) (10_000 * SCALE) + 500);
    assertTrue(!runs(), "the second back-off is longer");
    sh("mv " + MANIFEST + " " + PARKED);
    Thread.sleep((long) (2_500 * SCALE) + 200);
    sh("mv " + PARKED + " " + MANIFEST);
    assertTrue(TestLabs.millisUntil(LIMIT, StaticPodLabTest::runs) < 10_000 * SCALE);
  }

  @Test
  void containersOutliveTheKubelet() throws IOException, LabException, InterruptedException {
    final String before = sh(RUNS);
    sh("systemctl stop kubelet; mv " + MANIFEST + " " + PARKED + "; sleep 1");
    assertEquals(before, sh(RUNS));
    assertEquals("inactive", sh("systemctl is-active kubelet || :"));
    sh("mv " + PARKED + " " + MANIFEST + "; systemctl start kubelet; sleep 1");
    assertEquals(before, sh(RUNS), "adopted, not restarted");
    sh("mv " + MANIFEST + " " + PARKED);
    TestLabs.millisUntil(LIMIT, () -> !runs());
  }

  @Test
  void thePodHasARootOfItsOwnWithoutAShell() throws IOException, LabException {
    String exec = "id=$(" + RUNS + "); crictl exec $id ";
    assertTrue(sh(exec + "etcdctl version").contains("etcdctl version"));
    assertTrue(sh(exec + "/bin/sh 2>&1 || echo status $?").contains("status 127"));
    String files = sh("pid=$(pgrep -x etcd); cd /proc/$pid/root; ls usr/local/bin etc var/lib");
    assertEquals(
        "etc:\nhosts\nkubernetes\nnsswitch.conf\n\n"
            + "usr/local/bin:\netcd\netcdctl\netcdutl\n\nvar/lib:\netcd",
        files);
  }

  @Test
  void crictlAnswersAsTheRealOne() throws IOException, LabException {
    String id = sh(RUNS);
    assertEquals(64, id.length());
    String json = sh("crictl ps --name etcd -o json");
    assertTrue(json.contains("\"state\":\"CONTAINER_RUNNING\""), json);
    assertTrue(json.contains("\"io.kubernetes.pod.name\":\"etcd-cp1\""), json);
    String pid = sh("pgrep -x etcd");
    assertTrue(sh("crictl inspect " + id.substring(0, 13)).contains("\"pid\":" + pid + "}"));
    assertEquals("", sh("crictl ps -q --name nothing"));
  }

  private static void kill() throws IOException, LabException, InterruptedException {
    // A container counts as running a moment before its program is there.
    sh(
        "for i in $(seq 50); do kill -9 $(pgrep -x etcd) 2>/dev/null && exit 0; sleep 0.1; done;"
            + " exit 1");
    TestLabs.millisUntil(LIMIT, () -> !runs());
  }

  private static boolean runs() throws IOException, LabException {
    return !sh(RUNS).isEmpty();
  }

  private static boolean serves() throws IOException, LabException {
    String answer =
        "exec 3<>/dev/tcp/127.0.0.1/2381 && printf 'GET /health HTTP/1.0\\r"
            + "\\n"
            + "\\r"
            + "\\n"
            + "' >&3 && cat <&3 || :";
    return sh("{ " + answer + "; } 2>&1").contains("\"true\"");
  }

  private static String sh(String script) throws IOException, LabException {
    return TestLabs.sh(lab, "cp1", script);
  }
}
