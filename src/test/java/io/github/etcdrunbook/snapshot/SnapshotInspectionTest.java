package io.github.etcdrunbook.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.world.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotInspectionTest {
  @TempDir Path directory;

  private SnapshotInspection inspect(String prefix) throws IOException {
    return SnapshotInspection.of(ExampleSnapshot.in(directory, "3.5"), prefix, Progress.none());
  }

  private static KeyGroup only(SnapshotInspection inspection, String type) {
    return inspection.types().stream()
        .filter(group -> group.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void countsKeysAndHistoryByType() throws IOException {
    SnapshotInspection inspection = inspect("");
    assertEquals(List.of(), inspection.offences());
    assertEquals(58, inspection.types().stream().mapToLong(KeyGroup::keys).sum());
    assertEquals(30, only(inspection, "pods").keys());
    // Ten pods were deleted: the last state of each, and ten tombstones.
    assertEquals(20, only(inspection, "pods").olderEntries());
    assertEquals(1, only(inspection, "leases").keys());
    assertEquals(29, only(inspection, "leases").olderEntries());
    assertEquals(4, only(inspection, "widgets.example.com").keys());
    assertEquals(3, only(inspection, "nodes").keys());
    assertEquals(6, inspection.leasedKeys());
  }

  @Test
  void namesTheBiggestAndTheMostWrittenKeys() throws IOException {
    SnapshotInspection.Top top = inspect("").top();
    assertEquals("/registry/pods/shop/web-39", top.biggest().getFirst().key());
    assertEquals("/registry/leases/kube-system/kube-scheduler", top.mostWritten().getFirst().key());
    assertEquals(30, top.mostWritten().getFirst().version());
    assertTrue(top.biggest().get(0).bytes() >= top.biggest().get(1).bytes());
  }

  @Test
  void tellsWhatIsEncryptedAndHow() throws IOException {
    SnapshotInspection inspection = inspect("");
    assertEquals(
        Map.of(
            new EncryptionAtRest("aescbc v1", "key1"), 5L,
            new EncryptionAtRest("kms v2", "vault"), 1L),
        inspection.encryption());
    assertEquals(6, only(inspection, "secrets").encrypted());
    assertEquals(7, only(inspection, "secrets").keys());
  }

  @Test
  void looksAtOnePrefixOnly() throws IOException {
    SnapshotInspection inspection = inspect("/registry/pods/shop/");
    assertEquals(1, inspection.groups().size());
    assertEquals("shop", inspection.groups().getFirst().namespace());
    assertEquals(20, inspection.groups().getFirst().keys());
  }

  @Test
  void listsAndReadsKeys() throws IOException {
    SnapshotKeys keys = SnapshotKeys.of(ExampleSnapshot.in(directory, "3.4"), Progress.none());
    assertEquals(
        List.of("/registry/minions/cp1", "/registry/minions/cp2", "/registry/minions/cp3"),
        keys.list("/registry/minions/"));
    SnapshotKeys.Found node = keys.get("/registry/minions/cp2").orElseThrow();
    assertEquals(1, node.version());
    assertEquals(
        Optional.of(
            new KubernetesObject("v1", "Node", "cp2", "", "0f6d3c1a-0000-4000-8000-000000000600")),
        KubernetesObject.read(node.bytes()));
    assertEquals(
        "Widget",
        KubernetesObject.read(
                keys.get("/registry/example.com/widgets/shop/w1").orElseThrow().bytes())
            .orElseThrow()
            .kind());
    assertEquals(Optional.empty(), keys.get("/registry/pods/default/web-0"));
  }
}
