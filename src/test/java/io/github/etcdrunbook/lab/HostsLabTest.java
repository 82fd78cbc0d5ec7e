package io.github.etcdrunbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three hosts on the older etcd, and a bare one: users, disks, faults, objects. */
@Tag("lab")
class HostsLabTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String READY = "curl -sk -m2 https://127.0.0.1:6443/readyz || :";
  private static final String FREE = "stat -f -c %a /var/lib/etcd";

  private static Lab lab;

  @BeforeAll
  static void up() throws IOException, LabException {
    lab = TestLabs.lab("hosts");
    lab.down();
    LabSpec spec = TestLabs.spec(3, Profile.KUBEADM, TestLabs.etcd34());
    lab.up(
        new LabSpec(
            new LabSpec.Members(3, 1),
            spec.profile(),
            new LabSpec.Disk(512L << 20, true),
            Optional.of(TestLabs.etcd34()),
            new LabSpec.Comfort(false, 1)),
        LIMIT);
  }

  @AfterAll
  static void down() throws IOException, LabException {
    lab.down();
  }

  @BeforeEach
  void allServe() throws IOException, LabException, InterruptedException {
    for (LabHost host : lab.hosts()) {
      lab.repair(host.name());
    }
    TestLabs.millisUntil(LIMIT, () -> lab.status().ready());
  }

  @Test
  void rootAndOpsLogInWithTheKeyAndOpsMayDoAll() throws IOException, LabException {
    assertEquals("root cp1", ssh("root", "cp1", "echo $(id -un) $(hostname)"));
    assertEquals("ops root", ssh("ops", "cp2", "echo $(id -un) $(sudo -n id -un)"));
    assertTrue(ssh("ops", "cp2", "cat /etc/kubernetes/pki/ca.key 2>&1 || :").contains("denied"));
  }

  @Test
  void theHostsAnswerInTheNamespaceOfTheOperator() throws IOException, LabException {
    String connect = "echo </dev/tcp/" + lab.hosts().get(0).address() + "/22";
    List<String> argv = List.of("bash", "-c", connect);
    assertEquals(0, Tool.run(lab.operatorNamespace().command(argv), "").exit());
    assertFalse(lab.operatorNamespace().entered());
  }

  @Test
  void theDiskOfEtcdIsAMountOfItsOwnAndFull() throws IOException, LabException {
    assertEquals("/var/lib/etcd", TestLabs.sh(lab, "cp3", "findmnt -n -o TARGET /var/lib/etcd"));
    lab.breakHost("cp3", Fault.FILL_DISK);
    assertEquals("0", TestLabs.sh(lab, "cp3", FREE));
    assertNotEquals("0", TestLabs.sh(lab, "cp2", FREE));
    lab.repair("cp3");
    assertNotEquals("0", TestLabs.sh(lab, "cp3", FREE));
  }

  @Test
  void aHostWithoutPowerComesBackWithAnotherBootId()
      throws IOException, LabException, InterruptedException {
    final String before = bootId();
    assertEquals(before, bootId());
    TestLabs.sh(lab, "cp1", "echo kept >/etc/kubernetes/kept; sync");
    lab.breakHost("cp1", Fault.POWER_OFF);
    assertFalse(lab.status().hosts().get(0).on());
    assertThrows(LabException.class, () -> lab.exec("cp1", List.of("true")));
    lab.repair("cp1");
    assertNotEquals(before, bootId());
    assertEquals("kept", TestLabs.sh(lab, "cp1", "cat /etc/kubernetes/kept"));
    TestLabs.millisUntil(LIMIT, () -> lab.status().ready());
  }

  @Test
  void aPartitionTakesThePeersAndLeavesSsh()
      throws IOException, LabException, InterruptedException {
    lab.breakHost("cp2", Fault.PARTITION);
    TestLabs.millisUntil(LIMIT, () -> !TestLabs.sh(lab, "cp2", READY).equals("ok"));
    assertEquals("cp2", ssh("root", "cp2", "hostname"));
    TestLabs.millisUntil(LIMIT, () -> TestLabs.sh(lab, "cp1", READY).equals("ok"));
    lab.repair("cp2");
    TestLabs.millisUntil(LIMIT, () -> TestLabs.sh(lab, "cp2", READY).equals("ok"));
  }

  @Test
  void withoutANetworkTheHostRunsOnAlone() throws IOException, LabException, InterruptedException {
    lab.breakHost("cp3", Fault.NETWORK);
    TestLabs.millisUntil(LIMIT, () -> !TestLabs.sh(lab, "cp3", READY).equals("ok"));
    assertTrue(lab.status().hosts().get(2).on());
    assertEquals(List.of(Fault.NETWORK), List.copyOf(lab.status().hosts().get(2).faults()));
  }

  @Test
  void aSlowDiskMakesWritesSlow() throws IOException, LabException {
    String write = "dd if=/dev/zero of=/var/lib/etcd/x bs=4k count=20 oflag=dsync 2>/dev/null;";
    final long normal = millis("cp2", write);
    lab.breakHost("cp2", Fault.SLOW_DISK);
    final long slow = millis("cp2", write);
    lab.repair("cp2");
    assertTrue(slow > 1000 && slow > 3 * normal, slow + " ms against " + normal + " ms");
  }

  @Test
  void aBareHostHasNeverHadEtcd() throws IOException, LabException {
    // What a fresh file system of its own has in it.
    assertEquals("lost+found", TestLabs.sh(lab, "cp4", "ls -A /var/lib/etcd"));
    assertEquals("", TestLabs.sh(lab, "cp4", "ls /etc/kubernetes/manifests"));
    assertEquals("", TestLabs.sh(lab, "cp4", "command -v etcdctl etcdutl || :"));
    assertEquals("active", TestLabs.sh(lab, "cp4", "systemctl is-active kubelet"));
  }

  @Test
  void fillingTwiceGivesTheSameObjects() throws IOException, LabException {
    lab.fill(300);
    List<String> first = objects();
    lab.fill(300);
    List<String> second = objects();
    assertEquals(List.of(), without(first, second));
    assertEquals(List.of(), without(second, first));
    assertTrue(first.contains("/registry/minions/cp1"), first::toString);
    assertTrue(first.size() >= 300, "lines: " + first.size());
  }

  @Test
  void leasesAreHeldThroughTheApiServer() throws IOException, LabException, InterruptedException {
    String lease = "curl -sk https://127.0.0.1:6443/registry/leases/kube-system/kube-scheduler";
    TestLabs.millisUntil(LIMIT, () -> TestLabs.sh(lab, "cp1", lease).contains("holderIdentity"));
    String url = "https://127.0.0.1:6443/registry/x";
    TestLabs.sh(lab, "cp1", "curl -sk -X PUT --data hello " + url);
    assertEquals("hello", TestLabs.sh(lab, "cp2", "curl -sk " + url));
    assertEquals(
        "409",
        TestLabs.sh(
            lab,
            "cp1",
            "curl -sk -o /dev/null -w '%{http_code}' -X PUT -H 'If-Match: 1' --data no " + url));
  }

  /** All keys, and nodes, pods and secrets with their values: a line each. */
  private static List<String> objects() throws IOException, LabException {
    List<String> lines = new ArrayList<>();
    for (String prefix : List.of("minions/", "pods/", "secrets/")) {
      lines.addAll(get("--hex", "/registry/" + prefix));
    }
    lines.addAll(get("--keys-only", "/registry/"));
    // Those of live servers come and go by themselves.
    lines.removeIf(
        key ->
            key.isEmpty()
                || key.startsWith("/registry/masterleases/")
                || key.startsWith("/registry/leases/kube-system/"));
    return lines;
  }

  /** What etcdctl prints; not what it warns of when it has to try again. */
  private static List<String> get(String option, String prefix) throws IOException, LabException {
    String certificates = lab.operatorCertificates().toString();
    List<String> argv =
        List.of(
            "bash",
            "-c",
            "exec \"$@\" 2>/dev/null",
            "etcdctl",
            "env",
            "ETCDCTL_API=3",
            TestLabs.etcd34().resolve("etcdctl").toString(),
            "--endpoints=https://" + lab.hosts().get(0).address() + ":2379",
            "--cacert=" + certificates + "/ca.crt",
            "--cert=" + certificates + "/client.crt",
            "--key=" + certificates + "/client.key",
            "get",
            "--prefix",
            option,
            prefix);
    return Tool.must(lab.operatorNamespace().command(argv), "").lines().toList();
  }

  private static List<String> without(List<String> all, List<String> known) {
    Set<String> others = Set.copyOf(known);
    return all.stream().filter(line -> !others.contains(line)).toList();
  }

  private static String bootId() throws IOException, LabException {
    return TestLabs.sh(lab, "cp1", "cat /proc/sys/kernel/random/boot_id");
  }

  private static long millis(String host, String script) throws IOException, LabException {
    long start = System.nanoTime();
    // Through sshd, since what enters a host from outside is not held back with it.
    ssh("root", host, script);
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static String ssh(String user, String host, String command)
      throws IOException, LabException {
    return Tool.must(lab.shell(user, host, List.of(command)), "").strip();
  }
}
