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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped restore where etcd is a unit, and with all data on every line of etcd. */
@Tag("lab")
class RestoreLinesLabTest {
  @TempDir private Path folder;

  /** Without -Dtest.full, the line that {@link RestoreLabTest} does not have in this rotation. */
  static Stream<Arguments> clusters() {
    if (Boolean.getBoolean("test.full")) {
      return Stream.of(Profile.KUBEADM, Profile.SYSTEMD)
          .flatMap(
              profile -> List.of("34", "35").stream().map(line -> Arguments.of(profile, line)));
    }
    return Stream.of(
        Arguments.of(Profile.SYSTEMD, RestoreLabTest.line().equals("34") ? "35" : "34"));
  }

  @ParameterizedTest
  @MethodSource("clusters")
  void bringsEveryKeyOfTheSnapshotBack(Profile profile, String line)
      throws IOException, InterruptedException, LabException {
    try (RestoreLab lab = RestoreLab.up(folder.toAbsolutePath(), "lines", profile, line)) {
      RestoreProof proof = new RestoreProof(lab);
      Path snapshot = proof.snapshotAndLoss();
      RestoreLab.Result restored = proof.restore(snapshot).await();
      assertEquals(0, restored.status(), restored::all);
      proof.assertRestored(snapshot, restored);
    }
  }
}
