package io.github.etcdrunbook.cli.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.snapshot.KeyDifference;
import io.github.etcdrunbook.snapshot.KeyVersion;
import io.github.etcdrunbook.snapshot.SnapshotDifference;
import io.github.etcdrunbook.world.Loss;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What of a difference is told before a restore. */
final class LossCountingTest {
  private static final Optional<KeyVersion> OLD = Optional.of(new KeyVersion(2, 2, 1));
  private static final Optional<KeyVersion> NEW = Optional.of(new KeyVersion(2, 9, 2));

  private static Loss of(KeyDifference... differences) {
    return LossCounting.loss(
        new SnapshotDifference(
            List.of(), 5, SnapshotDifference.Basis.REVISIONS, List.of(differences)));
  }

  @Test
  void countsByFateAndGroupTheMostFirst() {
    Loss loss =
        of(
            new KeyDifference("/registry/pods/a/one", Optional.empty(), NEW),
            new KeyDifference("/registry/pods/a/two", OLD, Optional.empty()),
            new KeyDifference("/registry/pods/a/three", OLD, NEW),
            new KeyDifference("/registry/secrets/b/s", OLD, NEW));
    assertEquals(List.of("pods in a -1 ~1 +1", "secrets in b ~1"), loss.groups());
    assertEquals(
        "1 written since would vanish, 2 changed go back, 1 deleted come back"
            + " (pods in a -1 ~1 +1; secrets in b ~1)",
        loss.toString());
    assertEquals(
        List.of("secrets: credentials rotated since go back to their old values"), loss.advice());
  }

  @Test
  void leavesOutTheLeasesThatLiveServersWrite() {
    Loss loss =
        of(
            new KeyDifference("/registry/leases/kube-node-lease/cp1", OLD, NEW),
            new KeyDifference("/registry/masterleases/10.0.0.1", OLD, NEW));
    assertEquals("nothing but leases has been written since the snapshot", loss.toString());
  }
}
