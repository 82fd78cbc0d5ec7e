package io.github.etcdrunbook.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The members of etcd in the slow world: they elect leaders after ticks, replicate, and take the
 * writes of API servers. Guarded by the slow world.
 */
final class SlowMembers {
  private static final Comparator<SlowData> LOG =
      Comparator.<SlowData>comparingLong(data -> data.index).thenComparing(data -> data.self);

  private final SlowWorld world;
  private final Random random;
  private final Map<ClusterId, MemberId> leaders = new HashMap<>();
  private final Map<ClusterId, Integer> elections = new HashMap<>();

  SlowMembers(SlowWorld world, Random random) {
    this.world = world;
    this.random = random;
  }

  void tick() {
    Map<ClusterId, List<SlowHost>> clusters = new TreeMap<>();
    for (SlowHost host : world.all()) {
      if (!host.isolated) {
        host.serving()
            .ifPresent(
                data ->
                    clusters.computeIfAbsent(data.cluster, ignored -> new ArrayList<>()).add(host));
      }
    }
    leaders.keySet().retainAll(clusters.keySet());
    clusters.forEach(this::tick);
  }

  private void tick(ClusterId cluster, List<SlowHost> up) {
    SlowData best = up.stream().map(host -> host.serving().orElseThrow()).max(LOG).orElseThrow();
    if (!majority(best, up)) {
      leaders.remove(cluster);
      elections.remove(cluster);
      return;
    }
    MemberId leader = leaders.get(cluster);
    boolean present =
        up.stream().anyMatch(host -> host.serving().orElseThrow().self.equals(leader))
            && best.voters().contains(leader);
    if (!present) {
      leaders.remove(cluster);
      int left = elections.getOrDefault(cluster, 3 + random.nextInt(5)) - 1;
      elections.put(cluster, left);
      if (left <= 0) {
        elections.remove(cluster);
        best.term++;
        leaders.put(cluster, voter(best, up));
      }
      return;
    }
    replicate(leader, up);
  }

  /** The voter with the longest log. */
  private static MemberId voter(SlowData best, List<SlowHost> up) {
    Set<MemberId> voters = best.voters();
    return up.stream()
        .map(host -> host.serving().orElseThrow())
        .filter(data -> voters.contains(data.self))
        .max(LOG)
        .orElseThrow()
        .self;
  }

  private void replicate(MemberId leader, List<SlowHost> all) {
    List<SlowHost> up = listed(leader, all);
    SlowHost leads =
        up.stream()
            .filter(host -> host.serving().orElseThrow().self.equals(leader))
            .findFirst()
            .orElseThrow();
    SlowData log = leads.serving().orElseThrow();
    for (SlowHost host : up) {
      log.publish(host.serving().orElseThrow().self, host.layout.orElseThrow());
    }
    boolean full = log.alarms.stream().anyMatch(alarm -> alarm.type() == Alarm.Type.NOSPACE);
    boolean clients = up.stream().anyMatch(host -> host.unit(Unit.KUBE_APISERVER).isReady());
    if (clients && !full && random.nextInt(3) == 0) {
      log.write(1);
    }
    for (SlowHost host : up) {
      if (host != leads) {
        host.serving().orElseThrow().follow(log);
      }
    }
  }

  /** Those that the leader lists; the others hear that they were removed, and end. */
  private List<SlowHost> listed(MemberId leader, List<SlowHost> all) {
    Set<MemberId> known = new HashSet<>();
    all.stream()
        .map(host -> host.serving().orElseThrow())
        .filter(data -> data.self.equals(leader))
        .forEach(data -> data.members.forEach(member -> known.add(member.id())));
    List<SlowHost> up = new ArrayList<>();
    for (SlowHost host : all) {
      if (known.contains(host.serving().orElseThrow().self)) {
        up.add(host);
      } else {
        world.processes().fail(host.unit(Unit.ETCD));
      }
    }
    return up;
  }

  private static boolean majority(SlowData data, List<SlowHost> up) {
    Set<MemberId> ids = new HashSet<>();
    up.forEach(host -> ids.add(host.serving().orElseThrow().self));
    Set<MemberId> voters = data.voters();
    ids.retainAll(voters);
    return ids.size() * 2 > voters.size();
  }

  /** The leader that the member on the host follows. */
  Optional<MemberId> leader(SlowHost host) {
    if (host.isolated) {
      return Optional.empty();
    }
    return host.serving().map(data -> leaders.get(data.cluster));
  }

  /** Hands leadership to the first other voter that is up; whether there is one. */
  boolean leaveTo(SlowHost host) {
    SlowData own = host.serving().orElseThrow();
    Optional<MemberId> next =
        world.all().stream()
            .filter(other -> other != host && !other.isolated)
            .flatMap(other -> other.serving().stream())
            .filter(data -> data.cluster.equals(own.cluster))
            .map(data -> data.self)
            .filter(own.voters()::contains)
            .sorted()
            .findFirst();
    next.ifPresent(id -> leaders.put(own.cluster, id));
    return next.isPresent();
  }

  boolean linearizable(SlowHost host) {
    return leader(host).isPresent()
        && host.serving().filter(data -> data.voters().contains(data.self)).isPresent();
  }

  /** The log of the leader of the member's cluster; needs a leader. */
  SlowData log(SlowHost host) {
    MemberId leader = leader(host).orElseThrow();
    return world.all().stream()
        .filter(other -> !other.isolated)
        .flatMap(other -> other.serving().stream())
        .filter(data -> data.self.equals(leader))
        .findFirst()
        .orElseThrow();
  }

  /** Whether the etcd that the host's API server asks has quorum: its own, else any. */
  boolean servesApi(SlowHost host) {
    return host.layout.isPresent()
        ? linearizable(host)
        : world.all().stream().anyMatch(this::linearizable);
  }

  /** Changes the log of the member's cluster; needs a leader. */
  void write(SlowHost host, Consumer<SlowData> change) {
    MemberId leader = leader(host).orElseThrow();
    ClusterId cluster = host.serving().orElseThrow().cluster;
    List<SlowHost> up =
        world.all().stream()
            .filter(other -> !other.isolated)
            .filter(other -> other.serving().filter(d -> d.cluster.equals(cluster)).isPresent())
            .toList();
    SlowData log =
        up.stream()
            .map(other -> other.serving().orElseThrow())
            .filter(data -> data.self.equals(leader))
            .findFirst()
            .orElseThrow();
    change.accept(log);
    up.stream()
        .map(other -> other.serving().orElseThrow())
        .filter(data -> data != log)
        .forEach(data -> data.follow(log));
  }
}
