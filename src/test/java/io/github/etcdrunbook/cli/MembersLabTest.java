package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.lab.Fault;
import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Members come and go on real members of etcd, one story on one cluster: a join that is killed and
 * taken back, one that is killed and resumed, a broken one that is replaced (with --full), a leader
 * that leaves (with --full because its disk is slow), a host that dies.
 */
@Tag("lab")
class MembersLabTest {
  @TempDir private Path folder;

  /** One line and one profile in rotation; all of them with -Dtest.full. */
  static Stream<Arguments> clusters() {
    List<Arguments> all =
        List.of(
            Arguments.of(Profile.KUBEADM, "35"),
            Arguments.of(Profile.KUBEADM, "34"),
            Arguments.of(Profile.SYSTEMD, "35"),
            Arguments.of(Profile.SYSTEMD, "34"));
    int turn = Math.floorMod(Long.getLong("test.seed", 1) / 2, all.size());
    return Boolean.getBoolean("test.full") ? all.stream() : Stream.of(all.get(turn));
  }

  @ParameterizedTest
  @MethodSource("clusters")
  void membersComeAndGo(Profile profile, String line)
      throws IOException, InterruptedException, LabException {
    try (MembersLab members = MembersLab.up(folder, "members", profile, line)) {
      takesAJoinBack(members);
      resumesAJoin(members);
      if (Boolean.getBoolean("test.full")) {
        brokenOneIsReplaced(members);
      }
      List<String> left = leaderLeaves(members);
      deadOneLeaves(members, left);
    }
  }

  /** Killed when the learner has started; the undo leaves neither learner nor files behind. */
  private static void takesAJoinBack(MembersLab members)
      throws IOException, InterruptedException, LabException {
    final String before = members.traces("cp4");
    RestoreLab.Started running = members.start("add-member", "host=cp4");
    running.awaitSaid("done  start");
    String run = RestoreProof.run(running.kill());
    RestoreLab.Result undone = members.lab.run("undo", "--yes", run);
    assertEquals(0, undone.status(), undone::all);
    assertEquals(Set.of("cp1", "cp2", "cp3"), members.members("cp1"));
    assertEquals(before, members.traces("cp4"));
  }

  /** Killed when it is listed and not yet started. */
  private static void resumesAJoin(MembersLab members)
      throws IOException, InterruptedException, LabException {
    RestoreLab.Started running = members.start("add-member", "host=cp4");
    running.awaitSaid("done  add");
    RestoreLab.Result killed = running.kill();
    RestoreLab.Result resumed = members.lab.run("resume", RestoreProof.run(killed));
    assertEquals(0, resumed.status(), resumed::all);
    members.assertAsPlanned(killed);
    assertEquals(Set.of("cp1", "cp2", "cp3", "cp4"), members.members("cp4"));
    members.assertServe(List.of("cp1", "cp2", "cp3", "cp4"));
  }

  /**
   * Its database is noise, so that it crashes again and again; killed between leaving and joining.
   */
  private static void brokenOneIsReplaced(MembersLab members)
      throws IOException, InterruptedException, LabException {
    List<String> all = List.of("cp1", "cp2", "cp3", "cp4");
    String broken = members.leader(all).equals("cp2") ? "cp3" : "cp2";
    RestoreLab.Result whole =
        members.start("replace-member", "host=" + broken, members.confirm("leave_remove")).await();
    assertEquals(4, whole.status(), whole::all);
    assertTrue(whole.err().contains("the member of " + broken + " answers"), whole::all);
    members.lab.on(
        broken,
        "pid=$(pgrep -x etcd); head -c 65536 /dev/urandom"
            + " | dd of=/var/lib/etcd/member/snap/db conv=notrunc status=none; kill -9 $pid");
    RestoreLab.Started running =
        members.start("replace-member", "host=" + broken, members.confirm("leave_remove"));
    running.awaitSaid("done  leave_verify");
    RestoreLab.Result killed = running.kill();
    String run = RestoreProof.run(killed);
    RestoreLab.Result resumed = members.lab.run("resume", run);
    assertEquals(0, resumed.status(), resumed::all);
    members.assertAsPlanned(killed);
    assertEquals(new TreeSet<>(all), members.members("cp1"));
    members.assertServe(all);
    members.lab.on(broken, "test -s /var/lib/etcd.parked-" + run + "/member/snap/db");
  }

  /**
   * Its disk is slow (with --full); killed when it is stopped, before the removal; answers who is
   * left.
   */
  private static List<String> leaderLeaves(MembersLab members)
      throws IOException, InterruptedException, LabException {
    List<String> left = new ArrayList<>(List.of("cp1", "cp2", "cp3", "cp4"));
    String leader = members.leader(left);
    left.remove(leader);
    if (Boolean.getBoolean("test.full")) {
      members.lab.lab().breakHost(leader, Fault.SLOW_DISK);
    }
    RestoreLab.Started running =
        members.start("remove-member", "host=" + leader, members.confirm("remove"));
    running.awaitSaid("done  stop_first");
    RestoreLab.Result killed = running.kill();
    String run = RestoreProof.run(killed);
    RestoreLab.Result resumed =
        members.lab.run("resume", run, "--confirm", "remove=" + members.lab.cluster());
    assertEquals(0, resumed.status(), resumed::all);
    members.assertAsPlanned(killed);
    assertEquals(new TreeSet<>(left), members.members(left.getFirst()));
    members.assertServe(left);
    members.lab.on(leader, "test -s /var/lib/etcd.parked-" + run + "/member/snap/db");
    members.lab.on(leader, "! pgrep -x etcd");
    return left;
  }

  /** Its power is gone: refused until it is named as fenced, and adding is refused meanwhile. */
  private static void deadOneLeaves(MembersLab members, List<String> three)
      throws IOException, InterruptedException, LabException {
    String dead = three.getLast();
    final List<String> left = three.subList(0, 2);
    final String gone =
        Stream.of("cp1", "cp2", "cp3", "cp4").filter(h -> !three.contains(h)).findFirst().get();
    members.lab.lab().breakHost(dead, Fault.POWER_OFF);
    RestoreLab.Result add = members.start("add-member", "host=" + gone).await();
    assertEquals(4, add.status(), add::all);
    assertTrue(add.err().contains("2 of 3 voters serve; etcd refuses to add"), add::all);
    RestoreLab.Result unfenced =
        members.start("remove-member", "host=" + dead, members.confirm("remove")).await();
    assertEquals(4, unfenced.status(), unfenced::all);
    assertTrue(unfenced.err().contains("fenced"), unfenced::all);
    RestoreLab.Result fenced =
        members
            .start(
                "remove-member", "host=" + dead, "fenced=[" + dead + "]", members.confirm("remove"))
            .await();
    assertEquals(0, fenced.status(), fenced::all);
    members.assertAsPlanned(fenced);
    assertEquals(new TreeSet<>(left), members.members(left.getFirst()));
    members.assertServe(left);
  }
}
