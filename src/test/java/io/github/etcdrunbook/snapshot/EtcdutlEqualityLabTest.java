package io.github.etcdrunbook.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.etcdrunbook.etcd.AlarmKind;
import io.github.etcdrunbook.etcd.Answer;
import io.github.etcdrunbook.etcd.Bytes;
import io.github.etcdrunbook.etcd.EtcdConnection;
import io.github.etcdrunbook.etcd.KeyRange;
import io.github.etcdrunbook.etcd.LabEtcd;
import io.github.etcdrunbook.etcd.RaisedAlarm;
import io.github.etcdrunbook.snapshot.SnapshotVerdict.Trailer;
import io.github.etcdrunbook.world.Alarm;
import io.github.etcdrunbook.world.IdPrediction;
import io.github.etcdrunbook.world.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hash, revision, size and counts are those that etcd's own tools print, whatever is inside. */
@Tag("lab")
final class EtcdutlEqualityLabTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OBJECTS = Boolean.getBoolean("test.full") ? 50_000 : 3_000;

  @TempDir Path directory;
  private String version = "";
  private int saved;

  private static <T> T ok(Answer<T> answer) {
    return switch (answer) {
      case Answer.Ok<T>(T value) -> value;
      case Answer.Failed<T>(var why) -> throw new AssertionError(why.toString());
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"34", "35"})
  void agreesWithEtcdsOwnTools(String line) throws IOException {
    version = line;
    try (LabEtcd cluster = LabEtcd.plain(line, directory, 1);
        EtcdConnection etcd = cluster.connect(0)) {
      SnapshotContents empty = equal(cluster, etcd);
      assertEquals(0, empty.figures().liveKeys());
      assertEquals(
          IdPrediction.member(
              List.of("http://127.0.0.1:" + cluster.seats().getFirst().peerPort()), "lab"),
          empty.origin().members().getFirst().id());
      ok(etcd.keys().put(Bytes.utf8("one"), Bytes.utf8("value")));
      assertEquals(1, equal(cluster, etcd).figures().liveKeys());
      keys(cluster, etcd);
      inheritance(cluster, etcd);
    }
  }

  private void keys(LabEtcd cluster, EtcdConnection etcd) throws IOException {
    each(etcd, OBJECTS, i -> "/registry/pods/ns-" + i % 7 + "/pod-" + i, 300);
    assertEquals(OBJECTS, equal(cluster, etcd).figures().registryKeys());
    each(etcd, 1_000, i -> "/registry/leases/ns/holder", 100);
    ok(
        etcd.keys()
            .deleteRange(Bytes.utf8("/registry/pods/ns-3/"), Bytes.utf8("/registry/pods/ns-30")));
    SnapshotContents deleted = equal(cluster, etcd);
    long live = ok(etcd.keys().read(KeyRange.prefix(Bytes.utf8("/")).countOnly())).count();
    assertEquals(live + 1, deleted.figures().liveKeys());
    assertTrue(deleted.figures().entries() > OBJECTS + 1_000);
    for (int i = 0; i < 6; i++) {
      ok(etcd.keys().put(Bytes.utf8("/large/" + i), Bytes.of(new byte[200_000 + i * 260_000])));
    }
    equal(cluster, etcd);
    long revision = ok(etcd.maintenance().status()).revision();
    ok(etcd.maintenance().compact(revision - 2));
    assertEquals(revision - 2, equal(cluster, etcd).figures().compactedRevision());
    ok(etcd.maintenance().defragment());
    assertEquals(live + 1 + 6, equal(cluster, etcd).figures().liveKeys());
  }

  private void inheritance(LabEtcd cluster, EtcdConnection etcd) throws IOException {
    String endpoint = "--endpoints=http://127.0.0.1:" + cluster.seats().getFirst().clientPort();
    cluster.tool("etcdctl", endpoint, "lease", "grant", "3600");
    RaisedAlarm alarm =
        new RaisedAlarm(ok(etcd.maintenance().status()).identity().member(), AlarmKind.NOSPACE);
    ok(etcd.alarms().activate(alarm));
    SnapshotContents alarmed = equal(cluster, etcd);
    assertEquals(
        List.of(new Alarm(Alarm.Type.NOSPACE, alarm.member())), alarmed.inheritance().alarms());
    assertEquals(1, alarmed.inheritance().leases());
    assertFalse(alarmed.inheritance().auth());
    ok(etcd.alarms().disarm(alarm));
    cluster.tool("etcdctl", endpoint, "user", "add", "root:secret");
    cluster.tool("etcdctl", endpoint, "user", "grant-role", "root", "root");
    cluster.tool("etcdctl", endpoint, "auth", "enable");
    Path file = directory.resolve("auth.db");
    cluster.tool("etcdctl", endpoint, "--user=root:secret", "snapshot", "save", file.toString());
    assertTrue(compared(cluster, file, Trailer.AGREES).inheritance().auth());
    assertEquals(
        Optional.of(version.charAt(0) + "." + version.charAt(1) + ".0"),
        alarmed.origin().clusterVersion());
    cluster.kill(0);
    Path raw = directory.resolve("raw.db");
    Files.copy(cluster.dataDirectory(0).resolve("member/snap/db"), raw);
    compared(cluster, raw, Trailer.ABSENT);
  }

  private SnapshotContents equal(LabEtcd cluster, EtcdConnection etcd) throws IOException {
    Path file = directory.resolve("saved-" + saved++ + ".db");
    ok(etcd.snapshots().save(file, (bytes, of) -> {}));
    return compared(cluster, file, Trailer.AGREES);
  }

  private SnapshotContents compared(LabEtcd cluster, Path file, Trailer trailer)
      throws IOException {
    SnapshotVerdict verdict = SnapshotFile.verify(file, Progress.none());
    assertEquals(List.of(), verdict.offences());
    assertEquals(trailer, verdict.trailer());
    SnapshotContents contents = verdict.contents().orElseThrow();
    JsonNode told =
        JSON.readTree(
            cluster.tool(
                version.equals("34") ? "etcdctl" : "etcdutl",
                "snapshot",
                "status",
                file.toString(),
                "-w",
                "json"));
    SnapshotContents.Figures figures = contents.figures();
    assertEquals(told.get("hash").asLong(), figures.hash());
    assertEquals(told.get("revision").asLong(), figures.revision());
    assertEquals(told.get("totalKey").asLong(), figures.entries());
    assertEquals(told.get("totalSize").asLong(), figures.databaseBytes());
    return contents;
  }

  private static void each(EtcdConnection etcd, int count, IntFunction<String> key, int bytes) {
    try (ExecutorService threads = Executors.newFixedThreadPool(32)) {
      IntStream.range(0, count)
          .forEach(
              i ->
                  threads.execute(
                      () ->
                          ok(
                              etcd.keys()
                                  .put(Bytes.utf8(key.apply(i)), Bytes.of(new byte[bytes])))));
    }
  }
}
