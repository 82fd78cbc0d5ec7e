package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.IdPrediction;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.NewCluster;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.SnapshotFacts;
import io.github.etcdrunbook.world.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The cluster that a restore makes, worked out from what the hosts' own manifests say: the same
 * answer at every step of a run. Pure.
 */
final class RestoreDesign {
  private static final long BUMP_STEP = 1_000_000_000L;

  private RestoreDesign() {}

  /** Unique per restore: with the old token an old member that comes back would be let in. */
  static String token(String cluster, RunId run) {
    return "restore-" + cluster + "-" + run;
  }

  /**
   * What is added to the snapshot's revision, so that no client ever sees revisions go back: at
   * least twice what the cluster is known to have written since. In steps of a billion, so that
   * what is written between a plan and its run does not move it.
   */
  static long bump(SnapshotFacts snapshot, Optional<Value<Long>> liveRevision) {
    long live = liveRevision.flatMap(Value::known).orElse(snapshot.revision());
    long steps = Math.ceilDiv(2 * (live - snapshot.revision()), BUMP_STEP);
    return Math.max(1, steps) * BUMP_STEP;
  }

  /** The cluster of these hosts with its predicted ids. */
  static NewCluster cluster(Map<HostName, EtcdLayout> layouts, String token, long bump) {
    List<Member> members =
        new TreeMap<>(layouts)
            .values().stream()
                .map(
                    layout ->
                        new Member(
                            IdPrediction.member(layout.peerUrls(), token),
                            layout.member(),
                            layout.peerUrls(),
                            layout.clientUrls(),
                            false))
                .toList();
    return new NewCluster(
        token, IdPrediction.cluster(members.stream().map(Member::id).toList()), members, bump);
  }

  /** The layouts of the hosts named; a host that does not answer or has no etcd is left out. */
  static SortedMap<HostName, EtcdLayout> layouts(Reader reader, List<HostName> hosts) {
    SortedMap<HostName, EtcdLayout> layouts = new TreeMap<>();
    for (HostName host : hosts) {
      reader
          .host(host)
          .seen()
          .flatMap(seen -> seen.etcd())
          .ifPresent(layout -> layouts.put(host, layout));
    }
    return layouts;
  }

  /** A restored database beyond 0.8 of the quota would raise NOSPACE again at once. */
  static boolean defragment(SnapshotFacts snapshot, EtcdLayout layout) {
    return snapshot.size() > layout.settings().quotaBytes() / 10 * 8;
  }
}
