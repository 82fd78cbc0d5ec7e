package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.Optional;

/** Lays what compaction, defragmentation and handovers made of members over what they were. */
final class UpkeepForecast {
  private final ForecastState state;
  private final EtcdForecast etcd;

  UpkeepForecast(ForecastState state, EtcdForecast etcd) {
    this.state = state;
    this.etcd = etcd;
  }

  /** The status with what upkeep made of it. A derived one has its leader already. */
  Sight<MemberStatus> status(HostName host, Sight<MemberStatus> before) {
    if (!(before instanceof Sight.Seen<MemberStatus>(MemberStatus seen))) {
      return before;
    }
    Optional<MemberId> led = Optional.ofNullable(state.leaders.get(seen.cluster()));
    Optional<Space> space = made(host);
    return new Sight.Seen<>(
        new MemberStatus(
            seen.cluster(),
            seen.member(),
            seen.version(),
            state.derived() ? seen.leader() : seen.leader().map(now -> led.orElse(now)),
            seen.learner(),
            seen.progress().map(progress -> moved(progress, space, written(host, seen.cluster()))),
            seen.errors()));
  }

  /** Sizes that are known only later stay as they were seen: {@link #space} tells them firmly. */
  private static MemberStatus.Progress moved(
      MemberStatus.Progress seen, Optional<Space> now, long written) {
    return new MemberStatus.Progress(
        seen.revision() + written,
        seen.term(),
        seen.index() + written,
        seen.applied() + written,
        now.flatMap(space -> space.size().known()).orElse(seen.size()),
        now.flatMap(space -> space.inUse().known()).orElse(seen.inUse()));
  }

  /** What effects wrote; a restored member counts it itself. */
  private long written(HostName host, ClusterId cluster) {
    return etcd.dataTouched(host) ? 0 : state.writes.getOrDefault(cluster, 0L);
  }

  /** What upkeep made of the member's file, as long as it has the same data. */
  private Optional<Space> made(HostName host) {
    return etcd.dataTouched(host) ? Optional.empty() : Optional.ofNullable(state.spaces.get(host));
  }

  Sight<Space> space(HostName host, Sight<MemberStatus> status) {
    Optional<Space> made = made(host);
    return status.seen().isPresent() && made.isPresent()
        ? new Sight.Seen<>(made.get())
        : Space.of(status);
  }

  Sight<Value<Long>> compacted(HostName host, Sight<MemberStatus> status) {
    if (status instanceof Sight.Unseen<MemberStatus> unseen) {
      return new Sight.Unseen<>(unseen.failure());
    }
    Value<Long> made = state.compacted.get(status.seen().orElseThrow().cluster());
    if (made != null) {
      return new Sight.Seen<>(made);
    }
    if (!state.derived()) {
      return state.base.etcd().compacted(host);
    }
    return switch (etcd.running(host).orElseThrow().content().keys()) {
      case DataContent.Keys.Served served -> state.base.etcd().compacted(served.host());
      case DataContent.Keys.Restored restored ->
          new Sight.Seen<>(Value.fixed(restored.bump() == 0 ? 0 : restored.revision()));
    };
  }
}
