package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shipped restore on clusters of other shapes: units of systemd, sudo, five hosts, a second
 * etcd on every host, API servers on other hosts.
 */
@Tag("lab")
class RestoreLinesLabTest {
  private static final String QUOTA = "quota=" + (64L << 20);
  private static final String VARIABLE = "ETCD_QUOTA_BACKEND_BYTES=" + (64L << 20);

  @TempDir private Path folder;

  /**
   * Without -Dtest.full, one of them in rotation, of the line that {@link RestoreLabTest} does not
   * have in this rotation.
   */
  static Stream<RestoreLab.Shape> clusters() {
    List<RestoreLab.Shape> all =
        Stream.of("34", "35").flatMap(line -> clusters(line).stream()).toList();
    if (Boolean.getBoolean("test.full")) {
      return Stream.concat(
          all.stream(),
          Stream.of(new RestoreLab.Shape(Profile.KUBEADM, "35", 3, 0, 50_000, "root")));
    }
    List<RestoreLab.Shape> others = clusters(RestoreLabTest.line().equals("34") ? "35" : "34");
    return Stream.of(others.get((int) (Long.getLong("test.seed", 1) / 2 % others.size())));
  }

  private static List<RestoreLab.Shape> clusters(String line) {
    return List.of(
        new RestoreLab.Shape(Profile.SYSTEMD, line),
        new RestoreLab.Shape(Profile.KUBEADM, line, 3, 0, 300, "ops"),
        new RestoreLab.Shape(Profile.SYSTEMD, line, 3, 2, 300, "ops"),
        new RestoreLab.Shape(Profile.KUBEADM, line, 5, 0, 300, "root"));
  }

  @ParameterizedTest
  @MethodSource("clusters")
  void bringsEveryKeyOfTheSnapshotBack(RestoreLab.Shape shape)
      throws IOException, InterruptedException, LabException {
    try (RestoreLab lab = RestoreLab.up(folder.toAbsolutePath(), "lines", shape)) {
      if (shape.bare() > 0) {
        ApiServersElsewhere.move(lab);
      }
      boolean second = shape.profile() == Profile.KUBEADM && shape.operator().equals("ops");
      if (second) {
        SecondEtcd events = SecondEtcd.beside(lab);
        restores(lab);
        events.assertUntouched();
      } else {
        restores(lab);
      }
      if (shape.bare() > 0 && Boolean.getBoolean("test.full")) {
        changesTheQuota(new EverydayLab(lab));
      }
    }
  }

  private static void restores(RestoreLab lab)
      throws IOException, InterruptedException, LabException {
    RestoreProof proof = new RestoreProof(lab);
    Path snapshot = proof.snapshotAndLoss();
    if (lab.shape().bare() > 0) {
      refusesWhenTheInventoryLacksApiServers(lab, proof.restoring(snapshot));
    }
    RestoreLab.Result restored = proof.restore(snapshot).await();
    assertEquals(0, restored.status(), restored::all);
    proof.assertRestored(snapshot, restored);
    proof.assertAsPlanned(restored);
  }

  private static void refusesWhenTheInventoryLacksApiServers(RestoreLab lab, List<String> restoring)
      throws IOException, InterruptedException {
    String text = Files.readString(lab.inventory());
    String without = text.replaceAll("(?m)^.*\\[control_plane].*\\R", "");
    Path inventory = Files.writeString(lab.folder().resolve("members.yaml"), without);
    String[] words =
        restoring.stream()
            .map(word -> word.equals(lab.inventory().toString()) ? inventory.toString() : word)
            .toArray(String[]::new);
    RestoreLab.Result refused = lab.run(words);
    assertEquals(4, refused.status(), refused::all);
    assertTrue(refused.err().contains("2 API servers hold a lease in etcd"), refused::all);
  }

  /** Of units that API servers on other hosts are clients of. */
  private static void changesTheQuota(EverydayLab everyday)
      throws IOException, InterruptedException, LabException {
    RestoreLab.Result healthy = everyday.play("health");
    assertEquals(0, healthy.status(), healthy::all);
    Set<String> members = everyday.lab().ids("member");
    everyday.played("raise-quota", QUOTA);
    for (String host : everyday.lab().hostNames()) {
      everyday
          .lab()
          .on(host, "tr '\\0' '\\n' </proc/$(pgrep -x etcd)/environ | grep -x " + VARIABLE);
    }
    assertEquals(members, everyday.lab().ids("member"));
    everyday.idle("raise-quota", QUOTA);
  }
}
