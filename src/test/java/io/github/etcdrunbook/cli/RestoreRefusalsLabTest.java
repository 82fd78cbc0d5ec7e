package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.lab.Fault;
import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the shipped restore refuses on real hosts, and that a refusal or a plan leaves no trace. */
@Tag("lab")
class RestoreRefusalsLabTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int PODS = 4;

  @TempDir private static Path folder;
  private static RestoreLab lab;
  private static Path snapshot;
  private Map<String, String> before;

  @BeforeAll
  static void up() throws IOException, LabException, InterruptedException {
    lab = RestoreLab.up(folder.toAbsolutePath(), "refusals", Profile.KUBEADM, "35");
    snapshot = lab.backup();
  }

  @AfterAll
  static void down() throws IOException, LabException {
    if (lab != null) {
      lab.close();
    }
  }

  @BeforeEach
  void look() throws IOException, LabException, InterruptedException {
    before = calmWorld();
  }

  @AfterEach
  void nothingChanged() throws IOException, LabException {
    assertEquals(before, world());
  }

  @Test
  void aPlanIsMadeWithoutATrace() throws IOException, InterruptedException {
    RestoreLab.Result planned = restore("plan", snapshot, "-v", "reason=a rehearsal");
    assertEquals(0, planned.status(), planned::all);
    assertTrue(planned.out().contains("point of no return"), planned::all);
  }

  @Test
  void refusesDamagedSnapshots() throws IOException, InterruptedException {
    byte[] sound = Files.readAllBytes(snapshot);
    byte[] flipped = sound.clone();
    flipped[sound.length / 2] ^= 1;
    byte[] noise = new byte[sound.length];
    new Random(Long.getLong("test.seed", 1)).nextBytes(noise);
    Map<String, byte[]> damaged =
        Map.of(
            "flipped",
            flipped,
            "truncated",
            Arrays.copyOf(sound, sound.length / 2),
            "empty",
            new byte[0],
            "noise",
            noise);
    for (Map.Entry<String, byte[]> one : damaged.entrySet()) {
      Path file = Files.write(folder.resolve(one.getKey() + ".db"), one.getValue());
      RestoreLab.Result refused = restore("run", file, "-v", "reason=a rehearsal", "-y");
      assertEquals(4, refused.status(), () -> one.getKey() + ": " + refused.all());
      assertTrue(refused.err().contains(one.getKey() + ".db"), refused::all);
    }
  }

  @Test
  void refusesAHealthyClusterWithoutAReason() throws IOException, InterruptedException {
    RestoreLab.Result refused = restore("run", snapshot, "-y");
    assertEquals(4, refused.status(), refused::all);
    for (String words : List.of("`reason`", "`remove-member`", "`nospace-recovery`")) {
      assertTrue(refused.err().contains(words), refused::all);
    }
  }

  @Test
  void refusesAHostKeyThatIsNotTheKnownOne() throws IOException, InterruptedException {
    RestoreLab.Result changed = withKnownHosts("cp1", "cp2");
    assertTrue(List.of(4, 5).contains(changed.status()), changed::all);
    assertTrue(changed.err().contains("ssh-keygen"), changed::all);
  }

  @Test
  void refusesAHostThatIsOffButNotFenced() throws IOException, InterruptedException, LabException {
    final Map<String, String> others = new TreeMap<>(before);
    lab.lab().breakHost("cp3", Fault.POWER_OFF);
    try {
      RestoreLab.Result refused = restore("run", snapshot, "-v", "reason=a rehearsal", "-y");
      assertTrue(List.of(4, 5).contains(refused.status()), refused::all);
      assertTrue(refused.err().contains("fenced"), refused::all);
      assertEquals(others.get("cp1"), traces("cp1"));
      assertEquals(others.get("cp2"), traces("cp2"));
    } finally {
      lab.lab().repair("cp3");
      lab.lab().awaitReady(LIMIT);
      before = calmWorld();
    }
  }

  @Test
  void refusesAFencedHostWhoseEtcdRuns() throws IOException, InterruptedException {
    assertRefused(4, "fenced, but its etcd runs", "-v", "fenced=[cp3]");
  }

  @Test
  void refusesNamesThatAreNotTheManifests() throws IOException, InterruptedException {
    String swapped =
        Files.readString(lab.lab().inventory())
            .replace("cp1:", "cpX:")
            .replace("cp2:", "cp1:")
            .replace("cpX:", "cp2:");
    Path inventory = Files.writeString(folder.resolve("swapped.yaml"), swapped);
    RestoreLab.Result refused = restore(inventory, "run", snapshot, "-v", "reason=x", "-y");
    assertEquals(4, refused.status(), refused::all);
    assertTrue(refused.err().contains("names the member cp2"), refused::all);
  }

  @Test
  void refusesADataDirectoryThatIsAMountPoint()
      throws IOException, InterruptedException, LabException {
    lab.on("cp2", "mount --bind /var/lib/etcd /var/lib/etcd");
    try {
      assertRefused(4, "/var/lib/etcd on cp2 is a mount point");
    } finally {
      lab.on("cp2", "umount --lazy /var/lib/etcd");
    }
  }

  @Test
  void refusesAHostWhoseSshdForwardsNothing()
      throws IOException, InterruptedException, LabException {
    String reload = "; kill -HUP \"$(cat /run/sshd.pid 2>/dev/null || pgrep -o sshd)\"; sleep 1";
    lab.on(
        "cp2",
        "cp -p /etc/ssh/sshd_config /root/kept"
            + "; (echo AllowTcpForwarding no; cat /root/kept) >/etc/ssh/sshd_config"
            + reload);
    try {
      assertRefused(5, "AllowTcpForwarding local");
    } finally {
      lab.on("cp2", "mv /root/kept /etc/ssh/sshd_config" + reload);
      before = world();
    }
  }

  /** One of the two in rotation, or both. */
  static Stream<String> wrongTimes() {
    return Stream.of("certificate", "clock")
        .filter(
            which ->
                Boolean.getBoolean("test.full")
                    || which.equals("clock") == (Long.getLong("test.seed", 1) % 2 == 0));
  }

  @ParameterizedTest
  @MethodSource("wrongTimes")
  void refusesWhatIsNotValidNowAndNamesTheCertificateOrTheClock(String which)
      throws IOException, InterruptedException, LabException {
    if (which.equals("certificate")) {
      refusesAnExpiredCertificate();
    } else {
      refusesAWrongClock();
    }
  }

  private static void refusesAnExpiredCertificate()
      throws IOException, InterruptedException, LabException {
    String pki = "cd /etc/kubernetes/pki/etcd; ";
    lab.on(
        "cp2",
        pki
            + "cp -p server.crt /root/kept; openssl req -new -key server.key -subj /CN=cp2 |"
            + " openssl x509 -req -CA ca.crt -CAkey ca.key -set_serial 7 -days -1 >/root/old"
            + " && cat /root/old >server.crt");
    try {
      RestoreLab.Result refused = restore("plan", snapshot, "-v", "reason=a rehearsal");
      assertEquals(4, refused.status(), refused::all);
      assertTrue(refused.err().contains("server.crt on cp2 has expired at"), refused::all);
      assertTrue(refused.err().contains("clock says"), refused::all);
    } finally {
      lab.on("cp2", pki + "cat /root/kept >server.crt; touch -r /root/kept server.crt");
    }
  }

  private static void refusesAWrongClock() throws IOException, InterruptedException, LabException {
    lab.on(
        "cp3",
        "printf '#!/bin/sh\\nexec /usr/bin/date -d \"-26 hours\" \"$@\"\\n'"
            + " >/usr/local/bin/date; chmod +x /usr/local/bin/date");
    try {
      RestoreLab.Result early = restore("plan", snapshot, "-v", "reason=a rehearsal");
      assertEquals(4, early.status(), early::all);
      assertTrue(early.err().contains("check the host's clock: it says"), early::all);
      RestoreLab.Result health = lab.run("run", "health", "-i", lab.lab().inventory().toString());
      assertEquals(4, health.status(), health::all);
      assertTrue(health.err().contains("the clock of cp3 is 26h behind"), health::all);
    } finally {
      lab.on("cp3", "rm /usr/local/bin/date");
    }
  }

  @Test
  void refusesADiskWithoutRoom() throws IOException, InterruptedException, LabException {
    lab.lab().breakHost("cp2", Fault.FILL_DISK);
    try {
      assertRefused(4, "free space on that file system");
    } finally {
      lab.lab().repair("cp2");
      lab.lab().awaitReady(LIMIT);
      before = calmWorld();
    }
  }

  @Test
  void refusesAHostWithoutARestoreTool() throws IOException, InterruptedException, LabException {
    String parked = "/etc/kubernetes/runbook-20260101-000000-aaaa";
    lab.on(
        "cp3",
        "mkdir /root/tools; mv /usr/local/bin/etcdutl /usr/local/bin/etcdctl /root/tools"
            + "; mkdir -m 0700 "
            + parked
            + "; mv /etc/kubernetes/manifests/etcd.yaml "
            + parked
            + "; while pgrep -x etcd; do sleep 0.1; done >/dev/null");
    try {
      assertRefused(4, "etcdutl");
    } finally {
      lab.on(
          "cp3",
          "mv /root/tools/* /usr/local/bin; mv "
              + parked
              + "/etcd.yaml /etc/kubernetes/manifests; rmdir /root/tools "
              + parked);
      lab.lab().awaitReady(LIMIT);
      before = calmWorld();
    }
  }

  @Test
  void refusesTheSnapshotOfAnotherCluster() throws IOException, InterruptedException, LabException {
    String key = "/registry/namespaces/kube-system";
    String own = namespace("cp1", "get --print-value-only " + key);
    namespace(
        "cp1", "put " + key + " '" + own.replaceFirst("\"uid\":\"[^\"]*", "\"uid\":\"o") + "'");
    try {
      assertRefused(4, "the snapshot is of another cluster");
    } finally {
      namespace("cp1", "put " + key + " '" + own + "'");
    }
  }

  private static String namespace(String host, String command) throws IOException, LabException {
    String pki = "/etc/kubernetes/pki/etcd/";
    return lab.on(
        host,
        "ETCDCTL_API=3 etcdctl --cacert "
            + pki
            + "ca.crt --cert "
            + pki
            + "server.crt --key "
            + pki
            + "server.key "
            + command);
  }

  private static void assertRefused(int status, String words, String... more)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-v", "reason=a rehearsal", "-y"));
    arguments.addAll(List.of(more));
    RestoreLab.Result refused = restore("run", snapshot, arguments.toArray(String[]::new));
    assertEquals(status, refused.status(), refused::all);
    assertTrue(refused.err().contains(words), refused::all);
  }

  private static RestoreLab.Result restore(String command, Path file, String... more)
      throws IOException, InterruptedException {
    return restore(lab.lab().inventory(), command, file, more);
  }

  private static RestoreLab.Result restore(
      Path inventory, String command, Path file, String... more)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(command, "restore-from-snapshot"));
    arguments.addAll(List.of("-i", inventory.toString()));
    arguments.addAll(List.of("-v", "snapshot=" + file, "-v", "backup=" + folder));
    arguments.addAll(List.of(more));
    return lab.run(arguments.toArray(String[]::new));
  }

  /** Tries with the key of another host in the place of a host's own. */
  private static RestoreLab.Result withKnownHosts(String host, String other)
      throws IOException, InterruptedException {
    Path known = lab.lab().folder().resolve("known_hosts");
    List<String> lines = new ArrayList<>(Files.readAllLines(known));
    String wrong = key(line(lines, other));
    lines.replaceAll(line -> line.startsWith(host + ",") ? line.replace(key(line), wrong) : line);
    Path changed = Files.write(folder.resolve("known_hosts"), lines);
    String text = Files.readString(lab.lab().inventory());
    Path inventory =
        Files.writeString(
            folder.resolve("inventory.yaml"), text.replace(known.toString(), changed.toString()));
    return restore(inventory, "run", snapshot, "-v", "reason=a rehearsal", "-y");
  }

  private static String line(List<String> lines, String host) {
    return lines.stream().filter(line -> line.startsWith(host + ",")).findFirst().orElseThrow();
  }

  private static String key(String line) {
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  /**
   * The traces once no pod comes or goes: what the test before broke makes pods without a probe
   * start again some time after the API servers are ready.
   */
  private static Map<String, String> calmWorld()
      throws IOException, LabException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    Map<String, String> last = world();
    while (true) {
      Thread.sleep(300);
      Map<String, String> now = world();
      if (now.equals(last) && now.values().stream().allMatch(RestoreRefusalsLabTest::isCalm)) {
        return now;
      }
      assertTrue(System.nanoTime() < end, () -> "no pod should come or go: " + now);
      last = now;
    }
  }

  /** Whether each of the four pods runs its program; a container begins as a shell. */
  private static boolean isCalm(String traces) {
    return count(traces, " container-shim") == PODS
        && count(traces, " java") + count(traces, " etcd") == PODS + 1;
  }

  private static long count(String traces, String end) {
    return traces.lines().filter(line -> line.endsWith(end)).count();
  }

  private static Map<String, String> world() throws IOException, LabException {
    Map<String, String> world = new TreeMap<>();
    for (String host : lab.hostNames()) {
      world.put(host, traces(host));
    }
    return world;
  }

  /** All files but etcd's own, and the processes that stay. */
  private static String traces(String host) throws IOException, LabException {
    return lab.on(
        host,
        "find /etc/kubernetes /var/lib -path /var/lib/etcd/member -prune -o"
            + " -printf '%p %y %m %u %s %T@ %i\\n' | sort;"
            + " ps -eo pid=,comm= | grep -vE ' (ps|grep|sort|find|bash|sshd.*|sleep|sudo)$'");
  }
}
