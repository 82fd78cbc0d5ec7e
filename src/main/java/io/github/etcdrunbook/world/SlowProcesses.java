package io.github.etcdrunbook.world;

import io.github.etcdrunbook.world.SlowUnit.Life;
import io.github.etcdrunbook.world.SlowUnit.Phase;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Lets processes of the slow world start and stop in ticks of 100 ms, with the durations that were
 * measured on real ones. Guarded by the slow world.
 */
final class SlowProcesses {
  /** What a member waits for each peer that accepts but does not answer: the corrupt check. */
  private static final long CORRUPT_CHECK = 70;

  /** A leader that stops tries so long to hand over to a member that is stopping too. */
  private static final long LOST_TRANSFER = 70;

  /** Without quorum and with reads pending, etcd ends only by SIGKILL. */
  private static final long KILLED = 304;

  private static final long API_SERVER_READY = 33;

  private final SlowWorld world;
  private final Random random;

  SlowProcesses(SlowWorld world, Random random) {
    this.world = world;
    this.random = random;
  }

  void tick(SlowHost host) {
    if (host.off) {
      return;
    }
    for (SlowUnit unit : host.units.values()) {
      if (unit.defined) {
        tick(host, unit);
      }
    }
  }

  private void tick(SlowHost host, SlowUnit unit) {
    long now = world.now();
    boolean noticed = !isPod(host, unit) || host.unit(Unit.KUBELET).life.isPresent();
    if (unit.life.isEmpty()) {
      if (noticed && unit.startable && now >= unit.notBefore) {
        start(host, unit);
      }
      return;
    }
    Life life = unit.life.get();
    switch (life.phase()) {
      case STARTING, READY -> {
        if (noticed && !unit.startable) {
          stop(host, unit, life);
        } else if (life.phase() == Phase.STARTING && now >= life.until()) {
          unit.life = Optional.of(life.in(Phase.READY, 0));
        }
      }
      case STOPPING -> {
        if (now >= life.until()) {
          unit.life = Optional.empty();
          unit.notBefore = now + 2 + random.nextInt(3);
        }
      }
    }
  }

  void stop(SlowHost host, SlowUnit unit, Life life) {
    unit.life = Optional.of(life.in(Phase.STOPPING, world.now() + stopTicks(host, unit)));
  }

  private long stopTicks(SlowHost host, SlowUnit unit) {
    long plain = 2L + random.nextInt(6);
    if (unit.unit != Unit.ETCD || host.serving().isEmpty()) {
      return plain;
    }
    boolean reads =
        world.all().stream().anyMatch(other -> other.unit(Unit.KUBE_APISERVER).life.isPresent());
    if (!world.members().linearizable(host)) {
      return reads ? KILLED : plain;
    }
    boolean leads = world.members().leader(host).equals(host.serving().map(data -> data.self));
    boolean othersStop =
        world.all().stream()
            .filter(other -> other != host)
            .flatMap(other -> other.unit(Unit.ETCD).life.stream())
            .anyMatch(life -> life.phase() == Phase.STOPPING);
    return leads && othersStop ? LOST_TRANSFER : plain;
  }

  private void start(SlowHost host, SlowUnit unit) {
    unit.starts++;
    if (unit.crashes) {
      backOff(unit);
      return;
    }
    switch (unit.unit) {
      case ETCD -> startEtcd(host, unit);
      case KUBE_APISERVER -> begin(host, unit, API_SERVER_READY, Optional.empty());
      case KUBE_CONTROLLER_MANAGER, KUBE_SCHEDULER, KUBELET ->
          begin(host, unit, 10, Optional.empty());
    }
  }

  private void startEtcd(SlowHost host, SlowUnit unit) {
    if (host.dataInPlace().isEmpty() && host.joins()) {
      Optional<SlowData> joined = world.membership().join(host);
      if (joined.isEmpty()) {
        // "error validating peerURLs": no member knows it.
        backOff(unit);
        return;
      }
      EtcdLayout layout = host.layout.orElseThrow();
      Owner owner = layout.directories().fresh();
      if (!host.files.exists(layout.directories().data())) {
        host.files.put(layout.directories().data(), new SlowFiles.Entry.Folder(owner));
      }
      SlowData data = joined.get();
      SlowWorldBuilder.lay(host.files, host.memberPath(), owner, data, data.seed.size());
    }
    if (host.dataInPlace().isEmpty()) {
      world.hazard(host.name + ": etcd starts without data and begins a cluster of its own");
      host.files.put(
          host.memberPath(),
          new SlowFiles.Entry.Folder(Owner.rootOnly(0700), Optional.of(bootstrap(host))));
    }
    SlowData data = host.dataInPlace().orElseThrow();
    Owner owner =
        host.files.at(host.layout.orElseThrow().directories().data()).orElseThrow().owner();
    if (data.broken || owner.uid() != host.layout.orElseThrow().directories().fresh().uid()) {
      backOff(unit);
      return;
    }
    force(host, data);
    long peers = host.layout.orElseThrow().settings().initialCorruptCheck() ? starting(host) : 0;
    begin(host, unit, 9 + random.nextInt(6) + peers * CORRUPT_CHECK, Optional.of(data));
  }

  /** With the flag it drops all others from its list; those that run know nothing of it. */
  private void force(SlowHost host, SlowData data) {
    host.forces = host.configuration.filter(EtcdConfiguration::forcesNewCluster).isPresent();
    if (!host.forces) {
      return;
    }
    boolean others =
        world.all().stream()
            .filter(other -> other != host)
            .flatMap(other -> other.serving().stream())
            .anyMatch(other -> other.cluster.equals(data.cluster));
    if (others) {
      world.hazard(host.name + ": etcd is forced to be alone while another member runs");
    }
    data.index += data.members.size();
    data.members = data.members.stream().filter(member -> member.id().equals(data.self)).toList();
  }

  private long starting(SlowHost host) {
    return world.all().stream()
        .filter(other -> other != host)
        .flatMap(other -> other.unit(Unit.ETCD).life.stream())
        .filter(life -> life.phase() == Phase.STARTING)
        .count();
  }

  private static SlowData bootstrap(SlowHost host) {
    EtcdLayout layout = host.layout.orElseThrow();
    MemberId self = IdPrediction.member(layout.peerUrls(), "etcd-cluster");
    Member member = new Member(self, layout.member(), layout.peerUrls(), List.of(), false);
    SlowData data =
        new SlowData(
            IdPrediction.cluster(List.of(self)),
            self,
            List.of(member),
            new SlowData.Seed("new:" + host.name, 0, 0, "", 1 << 16));
    data.revision = 1;
    return data;
  }

  private void begin(SlowHost host, SlowUnit unit, long ticks, Optional<SlowData> data) {
    long now = world.now();
    Incarnation incarnation =
        new Incarnation(
            host.name + "-" + unit.unit + "-" + host.boots + "-" + unit.starts,
            (now - host.bootedAt) * SlowWorld.TICK_MILLISECONDS,
            unit.unit + " as installed");
    unit.life = Optional.of(new Life(incarnation, Phase.STARTING, now + ticks, data));
  }

  /** The process ends by itself, and is started again later and later. */
  void fail(SlowUnit unit) {
    unit.life = Optional.empty();
    backOff(unit);
  }

  /** The kubelet's back-off: 10 s, doubled each time, at most 300 s. */
  private void backOff(SlowUnit unit) {
    unit.notBefore = world.now() + Math.min(3000, 100L << Math.min(unit.failures, 5));
    unit.failures++;
  }

  private static boolean isPod(SlowHost host, SlowUnit unit) {
    return unit.unit != Unit.KUBELET && (unit.unit != Unit.ETCD || host.kubeadm());
  }
}
