package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.Optional;

/** What compaction, defragmentation and a handover of leadership make of a forecast. */
final class UpkeepApplication {
  private final ForecastState state;
  private final EtcdForecast etcd;
  private final Findings findings;

  UpkeepApplication(ForecastState state, EtcdForecast etcd, Findings findings) {
    this.state = state;
    this.etcd = etcd;
    this.findings = findings;
  }

  /** What is in use afterwards is known only then, on every member. */
  void compact(Effect.Compact compact) {
    EtcdForecastReader reader = new EtcdForecastReader(state, etcd);
    Optional<ClusterId> cluster = cluster(reader, compact.host());
    if (cluster.isEmpty() || !etcd.linearizable(compact.host())) {
      silent(compact.host());
      return;
    }
    for (HostName host : state.base.etcdHosts()) {
      if (cluster(reader, host).equals(cluster)) {
        reader
            .space(host)
            .seen()
            .ifPresent(
                space ->
                    state.spaces.put(
                        host,
                        new Space(
                            space.size(),
                            new Value.Pending<>(findings.ref(), "bytes in use on " + host))));
      }
    }
    state.compacted.put(cluster.get(), compact.revision());
  }

  void defragment(Effect.Defragment defragment) {
    Optional<Space> space = new EtcdForecastReader(state, etcd).space(defragment.host()).seen();
    if (space.isEmpty()) {
      silent(defragment.host());
      return;
    }
    state.spaces.put(defragment.host(), new Space(space.get().inUse(), space.get().inUse()));
  }

  void leaderAway(Effect.LeaderAway away) {
    Optional<EtcdForecast.Running> member = etcd.running(away.host());
    if (member.isEmpty() || !etcd.linearizable(away.host())) {
      silent(away.host());
      return;
    }
    if (!etcd.leader(member.get()).equals(Optional.of(member.get().content().member()))) {
      return;
    }
    Optional<MemberId> next =
        etcd.connected(member.get().content().cluster()).stream()
            .map(peer -> peer.content().member())
            .filter(member.get().content().voters()::contains)
            .filter(id -> !id.equals(member.get().content().member()))
            .findFirst();
    if (next.isPresent()) {
      state.leaders.put(member.get().content().cluster(), next.get());
    } else {
      findings.add(
          Finding.Kind.QUORUM,
          "there is no other voter that could lead instead of " + away.host(),
          "bring another member back first");
    }
  }

  private static Optional<ClusterId> cluster(EtcdReader reader, HostName host) {
    return reader.status(host).seen().map(MemberStatus::cluster);
  }

  private void silent(HostName host) {
    findings.add(
        Finding.Kind.UNREACHABLE,
        "etcd of " + host + " does not answer, or has no quorum",
        "choose a member that answers");
  }
}
