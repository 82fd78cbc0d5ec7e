package io.github.etcdrunbook.cli.world;

import io.github.etcdrunbook.etcd.EtcdAdapter;
import io.github.etcdrunbook.etcd.StoredKey;
import io.github.etcdrunbook.snapshot.KeyDifference;
import io.github.etcdrunbook.snapshot.KeyDifference.Kind;
import io.github.etcdrunbook.snapshot.KeyVersion;
import io.github.etcdrunbook.snapshot.ResourceKey;
import io.github.etcdrunbook.snapshot.RestoreAdvice;
import io.github.etcdrunbook.snapshot.SnapshotComparison;
import io.github.etcdrunbook.snapshot.SnapshotDifference;
import io.github.etcdrunbook.world.Loss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts by type and namespace what a restore of a snapshot would undo. Not thread-safe. */
final class LossCounting implements EtcdAdapter.Comparing {
  private static final int GROUPS_SHOWN = 6;

  /** Written all the time by whoever is alive; events are kept: they are somebody's evidence. */
  private static final Set<String> LEASES = Set.of("leases", "masterleases");

  private final SnapshotComparison comparison;

  LossCounting(SnapshotComparison comparison) {
    this.comparison = comparison;
  }

  @Override
  public void living(StoredKey key) {
    comparison.living(
        key.key().toArray(),
        new KeyVersion(key.createRevision(), key.modRevision(), key.version()));
  }

  @Override
  public Loss finished() {
    return loss(comparison.finished());
  }

  static Loss loss(SnapshotDifference difference) {
    List<KeyDifference> counted =
        difference.differences().stream()
            .filter(one -> !LEASES.contains(ResourceKey.of(one.key()).type()))
            .toList();
    long vanish = count(counted, Kind.CREATED);
    long comeBack = count(counted, Kind.DELETED);
    List<String> advice =
        counted.stream()
            .map(one -> ResourceKey.of(one.key()).type())
            .distinct()
            .sorted()
            .flatMap(type -> RestoreAdvice.of(type).map(a -> type + ": " + a.text()).stream())
            .toList();
    return new Loss(vanish, counted.size() - vanish - comeBack, comeBack, groups(counted), advice);
  }

  private static long count(List<KeyDifference> differences, Kind kind) {
    return differences.stream().filter(one -> one.kind() == kind).count();
  }

  private static List<String> groups(List<KeyDifference> differences) {
    Map<SnapshotDifference.ResourceGroup, Map<Kind, Long>> groups =
        new SnapshotDifference(List.of(), 0, SnapshotDifference.Basis.REVISIONS, differences)
            .groups();
    List<Map.Entry<String, Long>> lines = new ArrayList<>();
    groups.forEach(
        (group, counts) ->
            lines.add(
                Map.entry(line(group, counts), counts.values().stream().mapToLong(n -> n).sum())));
    lines.sort(Comparator.comparingLong((Map.Entry<String, Long> line) -> -line.getValue()));
    List<String> shown =
        lines.stream().limit(GROUPS_SHOWN).map(Map.Entry::getKey).collect(Collectors.toList());
    if (lines.size() > GROUPS_SHOWN) {
      shown.add(lines.size() - GROUPS_SHOWN + " more groups");
    }
    return shown;
  }

  private static String line(SnapshotDifference.ResourceGroup group, Map<Kind, Long> counts) {
    Map<Kind, Long> ordered = new TreeMap<>(new EnumMap<>(counts));
    return group
        + " "
        + ordered.entrySet().stream()
            .map(entry -> sign(entry.getKey()) + entry.getValue())
            .collect(Collectors.joining(" "));
  }

  /** As seen from the restore: what it takes away, changes and gives back. */
  private static String sign(Kind kind) {
    return switch (kind) {
      case CREATED -> "-";
      case CHANGED, REPLACED -> "~";
      case DELETED -> "+";
    };
  }
}
