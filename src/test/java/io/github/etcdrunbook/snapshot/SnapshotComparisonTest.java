package io.github.etcdrunbook.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.snapshot.KeyDifference.Kind;
import io.github.etcdrunbook.snapshot.SnapshotDifference.Basis;
import io.github.etcdrunbook.world.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotComparisonTest {
  @TempDir Path directory;

  private Path example() {
    return ExampleSnapshot.in(directory, "3.5");
  }

  private SnapshotComparison comparison() throws IOException {
    return SnapshotComparison.with(example(), Progress.none());
  }

  @Test
  void aSnapshotDoesNotDifferFromItself() throws IOException {
    SnapshotDifference difference = comparison().against(example(), Progress.none());
    assertEquals(List.of(), difference.differences());
    assertEquals(58, difference.equal());
    assertEquals(Basis.VALUES, difference.basis());
  }

  /** Both examples hold the same keys at the same revisions; the ids of their leases differ. */
  @Test
  void twoHistoriesWithTheSameKeysAreTheSame() throws IOException {
    SnapshotDifference difference =
        comparison().against(ExampleSnapshot.in(directory, "3.4"), Progress.none());
    assertEquals(List.of(), difference.differences());
  }

  @Test
  void livingKeysAreComparedOneByOne() throws IOException {
    SnapshotComparison comparison = comparison();
    List<String> keys = SnapshotKeys.of(example(), Progress.none()).list("");
    for (String key : keys) {
      switch (key) {
        case "/registry/minions/cp1" -> {
          // Deleted since.
        }
        case "/registry/minions/cp2" -> give(comparison, key, now(key, 0, 900, 1));
        case "/registry/minions/cp3" -> give(comparison, key, now(key, 901, 901, 0));
        default -> give(comparison, key, now(key, 0, 0, 0));
      }
    }
    give(comparison, "/registry/pods/shop/new", new KeyVersion(902, 902, 1));
    SnapshotDifference difference = comparison.finished();
    assertEquals(Basis.REVISIONS, difference.basis());
    assertEquals(55, difference.equal());
    assertEquals(
        List.of(Kind.DELETED, Kind.CHANGED, Kind.REPLACED, Kind.CREATED),
        difference.differences().stream().map(KeyDifference::kind).toList());
    assertEquals(2, difference.groups().size());
    assertEquals(1, difference.count(Kind.CREATED));
  }

  @Test
  void aTypeThatNeedsCareHasAdvice() {
    assertTrue(RestoreAdvice.of("nodes").isPresent());
    assertTrue(RestoreAdvice.of("customresourcedefinitions.apiextensions.k8s.io").isPresent());
    assertTrue(RestoreAdvice.of("configmaps").isEmpty());
  }

  private static void give(SnapshotComparison comparison, String key, KeyVersion now) {
    comparison.living(key.getBytes(StandardCharsets.UTF_8), now);
  }

  private KeyVersion now(String key, long created, long changed, long writes) throws IOException {
    SnapshotKeys.Found found = SnapshotKeys.of(example(), Progress.none()).get(key).orElseThrow();
    return new KeyVersion(
        created == 0 ? found.createRevision() : created,
        changed == 0 ? found.modRevision() : changed,
        found.version() + writes);
  }
}
