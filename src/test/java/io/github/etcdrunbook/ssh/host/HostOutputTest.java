package io.github.etcdrunbook.ssh.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.world.NodeReport;
import io.github.etcdrunbook.world.Owner;
import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.RestoreTool;
import io.github.etcdrunbook.world.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostOutputTest {
  private static final List<String> MOUNTINFO =
      List.of(
          "28 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
          "30 28 0:25 / /run rw - tmpfs tmpfs rw",
          "41 28 8:16 / /var/lib/etcd rw - ext4 /dev/sdb rw",
          "42 28 8:16 /sub /srv/with\\040blank rw - ext4 /dev/sdb rw");

  @Test
  void tellsMountsApart() {
    Mounts mounts = Mounts.read(MOUNTINFO);

    assertEquals("8:1 at /", mounts.holding("/var/lib"));
    assertEquals("8:1 at /", mounts.holding("/var/lib/etcd.restore-1"));
    assertEquals("8:16 at /var/lib/etcd", mounts.holding("/var/lib/etcd/member"));
    assertEquals("8:16 at /srv/with blank", mounts.holding("/srv/with blank/x"));
    assertTrue(mounts.isPoint("/var/lib/etcd"));
  }

  @Test
  void readsWhatLiesAtAPath() {
    String mounts = Samples.section("mounts", String.join("\n", MOUNTINFO));

    assertEquals(
        new PathState.Directory(new Owner(0, 0, 0700), false, true),
        PathSight.read(
            Samples.section("stat", "directory|0|0|700|4096")
                + Samples.section("real", "/var/lib/etcd")
                + mounts));
    assertEquals(
        new PathState.RegularFile(new Owner(998, 997, 0600), Value.drifting(0L)),
        PathSight.read(Samples.section("stat", "regular empty file|998|997|600|0")));
    assertEquals(
        new PathState.Other("symbolic link"),
        PathSight.read(Samples.section("stat", "symbolic link|0|0|777|9")));
    assertEquals(new PathState.Absent(), PathSight.read(Samples.section("kind", "absent")));
  }

  @Test
  void countsACordonedNodeAsReady() {
    NodeReport report =
        NodeLines.read(
            Samples.section(
                "nodes",
                """
                cp1   Ready                      control-plane   1d   v1.31.0
                cp2   Ready,SchedulingDisabled   control-plane   1d   v1.31.0
                w1    NotReady                   <none>          1d   v1.31.0
                """));

    assertEquals(List.of("cp1", "cp2"), report.ready());
    assertEquals(List.of("w1"), report.notReady());
  }

  @Test
  void saysWhyNodesCannotBeListed() {
    String why = "The connection to the server 10.77.0.11:6443 was refused";
    assertEquals(
        Optional.of(why), NodeLines.read(Samples.section("unavailable", why)).unavailable());
  }

  @Test
  void prefersTheToolOfTheServersLine() {
    String output =
        Samples.section(
                "version path /usr/bin/etcdctl", "etcdctl version: 3.5.30\nAPI version: 3.5")
            + Samples.section("bumps path /usr/bin/etcdctl", "--bump-revision uint")
            + Samples.section(
                "version image /layers/7/fs/usr/local/bin/etcdutl", "etcdutl version: 3.6.4")
            + Samples.section(
                "bumps image /layers/7/fs/usr/local/bin/etcdutl", "--bump-revision uint");

    assertEquals(
        Optional.of(List.of("/usr/bin/etcdctl")),
        FoundTools.best(output, Optional.of("3.5.16")).map(RestoreTool::command));
    assertEquals(
        Optional.of(
            new RestoreTool(
                List.of("/layers/7/fs/usr/local/bin/etcdutl"),
                "in the image of the running etcd",
                "3.6.4",
                true)),
        FoundTools.best(output, Optional.of("3.6.1")));
  }

  @Test
  void namesAToolInARootWithoutItsProcess() {
    String place = "root /proc/4711/root/usr/local/bin/etcdctl";
    String output =
        Samples.section("version " + place, "etcdctl version: 3.4.23")
            + Samples.section("bumps " + place, "");

    RestoreTool tool = FoundTools.best(output, Optional.empty()).orElseThrow();

    assertEquals(List.of("/proc/etcd/root/usr/local/bin/etcdctl"), tool.command());
    assertEquals(false, tool.bumps());
  }

  @Test
  void etcdctlOf36RestoresNothing() {
    assertEquals(
        Optional.empty(),
        FoundTools.best(
            Samples.section("version path /usr/bin/etcdctl", "etcdctl version: 3.6.4"),
            Optional.empty()));
  }

  @Test
  void leavesItsOwnConnectionsOutOfTheClients() {
    // 127.0.0.1:2379 with kube-apiserver, with sshd (this program) and with etcd itself; and a
    // client from 10.77.0.50.
    String output =
        Samples.section(
                "connections",
                """
                0100007F:094B 0100007F:C001 11
                0100007F:C001 0100007F:094B 12
                0100007F:094B 0100007F:C002 13
                0100007F:C002 0100007F:094B 14
                0100007F:094B 0100007F:C003 15
                0100007F:C003 0100007F:094B 16
                0000000000000000FFFF00000B004D0A:094B 0000000000000000FFFF000032004D0A:D431 17
                """)
            + Samples.section(
                "owners",
                "11 etcd\n12 kube-apiserver\n13 etcd\n14 sshd\n15 etcd\n16 etcd\n17 etcd");

    assertEquals(List.of("10.77.0.50", "127.0.0.1"), ClientSockets.read(output, 2379));
  }

  @Test
  void contentNeverLooksLikeATitle() {
    List<Section> sections = Section.all("=a\n =b\n x\n\n=c\n");

    assertEquals(
        List.of(new Section("a", List.of("=b", "x")), new Section("c", List.of())), sections);
  }
}
