package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped restore on clusters of other shapes: units of systemd, sudo, five hosts. */
@Tag("lab")
class RestoreLinesLabTest {
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
        new RestoreLab.Shape(Profile.SYSTEMD, line, 3, 0, 300, "ops"),
        new RestoreLab.Shape(Profile.KUBEADM, line, 5, 0, 300, "root"));
  }

  @ParameterizedTest
  @MethodSource("clusters")
  void bringsEveryKeyOfTheSnapshotBack(RestoreLab.Shape shape)
      throws IOException, InterruptedException, LabException {
    try (RestoreLab lab = RestoreLab.up(folder.toAbsolutePath(), "lines", shape)) {
      RestoreProof proof = new RestoreProof(lab);
      Path snapshot = proof.snapshotAndLoss();
      RestoreLab.Result restored = proof.restore(snapshot).await();
      assertEquals(0, restored.status(), restored::all);
      proof.assertRestored(snapshot, restored);
    }
  }
}
