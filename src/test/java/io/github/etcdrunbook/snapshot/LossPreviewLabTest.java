package io.github.etcdrunbook.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.etcd.Answer;
import io.github.etcdrunbook.etcd.Bytes;
import io.github.etcdrunbook.etcd.CallLimits;
import io.github.etcdrunbook.etcd.EtcdAdapter;
import io.github.etcdrunbook.etcd.EtcdConnection;
import io.github.etcdrunbook.etcd.LabEtcd;
import io.github.etcdrunbook.etcd.LivingKeys;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.snapshot.KeyDifference.Kind;
import io.github.etcdrunbook.world.DescribedSnapshot;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.Recount;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restore would undo, against a cluster that lives, and against what is left of one. */
@Tag("lab")
final class LossPreviewLabTest {
  private static final int OBJECTS = Boolean.getBoolean("test.full") ? 50_000 : 2_000;

  @TempDir Path directory;

  /** One line of etcd in rotation: they count and page differently. */
  private static String line() {
    return Long.getLong("test.seed", 1) % 2 == 0 ? "34" : "35";
  }

  private static <T> T ok(Answer<T> answer) {
    return answer.found().orElseThrow(() -> new AssertionError(answer.failure().toString()));
  }

  /** Nothing here is read from a file of this machine. */
  private static final class NoContents implements EtcdAdapter.Contents {
    @Override
    public List<Path> savedWith(Path snapshot) {
      return List.of();
    }

    @Override
    public Optional<DescribedSnapshot> described(Path file) {
      return Optional.empty();
    }

    @Override
    public Optional<String> uid(byte[] stored) {
      return Optional.empty();
    }

    @Override
    public Sight<EtcdAdapter.Comparing> comparing(Path path) {
      return new Sight.Unseen<>(new Failure.Unreachable("not in this test"));
    }

    @Override
    public Sight<SnapshotFacts> snapshot(Path path) {
      return new Sight.Unseen<>(new Failure.Unreachable("not in this test"));
    }

    @Override
    public String description(Path file, SnapshotFacts facts) {
      return "";
    }
  }

  private static String key(int number) {
    return "/registry/configmaps/ns-" + number % 5 + "/cm-" + number;
  }

  @Test
  void namesExactlyWhatWasCreatedChangedAndDeletedSince() throws IOException {
    try (LabEtcd cluster = LabEtcd.plain(line(), directory, 3);
        EtcdConnection first = cluster.connect(0);
        EtcdAdapter adapter = adapter(cluster)) {
      fill(first);
      Path file = directory.resolve("before.db");
      ok(first.snapshots().save(file, (bytes, of) -> {}));
      ok(first.keys().put(Bytes.utf8("/registry/minions/new"), Bytes.utf8("created")));
      ok(first.keys().put(Bytes.utf8(key(7)), Bytes.utf8("changed")));
      ok(first.keys().delete(Bytes.utf8(key(8))));
      ok(first.keys().delete(Bytes.utf8(key(9))));
      long last = ok(first.keys().put(Bytes.utf8(key(9)), Bytes.utf8("made anew")));
      Map<String, Kind> wanted =
          Map.of(
              "/registry/minions/new",
              Kind.CREATED,
              key(7),
              Kind.CHANGED,
              key(8),
              Kind.DELETED,
              key(9),
              Kind.REPLACED);

      // The first comparison loads classes; the second is the one to measure.
      compared(file, adapter, cluster);
      long start = System.nanoTime();
      Preview preview = compared(file, adapter, cluster);
      assertTrue(System.nanoTime() - start < Duration.ofSeconds(3).toNanos(), "within 3 s");
      assertEquals(wanted, preview.kinds());
      assertEquals(OBJECTS - 3L, preview.difference().equal());
      assertTrue(preview.source().revision() >= last);
      assertTrue(preview.source().quorum());
      assertFalse(leads(cluster, preview.source().host()), "a follower is read");

      Path later = directory.resolve("after.db");
      ok(first.snapshots().save(later, (bytes, of) -> {}));
      long before = last - 5;
      assertEquals(
          new Recount(
              OBJECTS - 3L,
              2,
              1,
              1,
              List.of(
                  "configmaps %,d in the snapshot, %,d now".formatted(OBJECTS, OBJECTS - 1),
                  "nodes 0 in the snapshot, 1 now"),
              0,
              List.of()),
          RestoredKeys.of(file, later, before));

      cluster.kill(1);
      cluster.kill(2);
      LabEtcd.await(
          Duration.ofSeconds(15), () -> ok(first.maintenance().status()).raft().leader().isEmpty());
      Preview alone = compared(file, adapter, cluster);
      assertEquals(wanted, alone.kinds());
      assertFalse(alone.source().quorum());
    }
  }

  private record Preview(LivingKeys.Source source, SnapshotDifference difference) {
    Map<String, Kind> kinds() {
      return difference.differences().stream()
          .collect(Collectors.toMap(KeyDifference::key, KeyDifference::kind));
    }
  }

  private static EtcdAdapter adapter(LabEtcd cluster) {
    return new EtcdAdapter(
        host -> new Sight.Seen<>(cluster.endpoint(host.text().charAt(1) - '1')),
        new NoContents(),
        CallLimits.standard().withCall(Duration.ofSeconds(2)));
  }

  private static Preview compared(Path file, EtcdAdapter adapter, LabEtcd cluster)
      throws IOException {
    SnapshotComparison comparison = SnapshotComparison.with(file, Progress.none());
    List<HostName> hosts = cluster.seats().stream().map(seat -> new HostName(seat.name())).toList();
    Sight<LivingKeys.Source> source =
        adapter
            .livingKeys()
            .read(
                hosts,
                stored ->
                    comparison.living(
                        stored.key().toArray(),
                        new KeyVersion(
                            stored.createRevision(), stored.modRevision(), stored.version())));
    return new Preview(source.seen().orElseThrow(), comparison.finished());
  }

  private static boolean leads(LabEtcd cluster, HostName host) {
    try (EtcdConnection connection = cluster.connect(host.text().charAt(1) - '1')) {
      return ok(connection.maintenance().status()).leads();
    }
  }

  private static void fill(EtcdConnection etcd) {
    try (ExecutorService threads = Executors.newFixedThreadPool(32)) {
      IntStream.range(0, OBJECTS)
          .forEach(
              i ->
                  threads.execute(
                      () -> ok(etcd.keys().put(Bytes.utf8(key(i)), Bytes.of(new byte[200])))));
    }
  }
}
