package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A whole world in memory at slow speed: hosts with files and units, an etcd that elects leaders
 * and takes client writes, an operator's machine. Effects begin at once and settle in ticks of 100
 * ms that pass only while somebody sleeps or an effect takes its time. It is the twin of {@link
 * Forecast} and the world of tests and rehearsals.
 *
 * <p>Deterministic by its seed as long as one thread uses it; several threads may. Lies like the
 * real world: answers get lost, hosts reboot, processes crash.
 */
public final class SlowWorld {
  static final long TICK_MILLISECONDS = 100;

  private static final Instant BEGINNING = Instant.parse("2026-03-01T03:00:00Z");

  /** When the answer to an effect gets lost. */
  public enum Lost {
    /** The request did not even arrive. */
    REQUEST,
    /** It happened; nobody heard of it. */
    ANSWER,
    /** The host reboots in the middle: nothing is published, and the record is lost. */
    HOST
  }

  /** A file of the operator's machine; the facts, if it is a good snapshot. */
  record OperatorFile(long size, Sha256 sha256, Optional<SnapshotFacts> facts) {}

  final Map<String, OperatorFile> operatorFiles = new HashMap<>();

  private final SortedMap<HostName, SlowHost> hosts = new TreeMap<>();
  private final Map<EffectKey, Integer> performed = new HashMap<>();
  private final List<String> hazards = new ArrayList<>();
  private final Map<Long, Lost> losses = new HashMap<>();
  private final SlowProcesses processes;
  private final SlowMembers members;
  private final SlowMembership membership;
  private long now;
  private long calls;

  SlowWorld(long seed, Collection<SlowHost> hosts) {
    Random random = new Random(seed);
    hosts.forEach(host -> this.hosts.put(host.name, host));
    processes = new SlowProcesses(this, random);
    members = new SlowMembers(this, random);
    membership = new SlowMembership(this);
  }

  /** Begins to describe a world. */
  public static SlowWorldBuilder builder() {
    return new SlowWorldBuilder();
  }

  /** Looks at the world as it is, whenever asked. */
  public Reader reader(Standpoint standpoint) {
    return new SlowReader(this, standpoint);
  }

  /** Changes one host. */
  public HostWriter writer(HostName host) {
    return new SlowHostWriter(this, hosts.get(host));
  }

  /** Changes etcd. */
  public EtcdWriter etcdWriter() {
    return new SlowEtcdWriter(this);
  }

  /** The time of this world; passes with its ticks. */
  public Clock clock() {
    return new WorldClock(this, ZoneOffset.UTC);
  }

  /** Lets virtual time pass: the sleeper of a run in this world. */
  public void sleep(Duration duration) {
    tick(Math.max(1, duration.toMillis() / TICK_MILLISECONDS));
  }

  /** Lets so many ticks pass. */
  public synchronized void tick(long ticks) {
    for (long i = 0; i < ticks; i++) {
      now++;
      hosts.values().forEach(processes::tick);
      members.tick();
    }
  }

  /** How often each effect was really performed, by its key. Never more than once is right. */
  public synchronized Map<EffectKey, Integer> performed() {
    return Map.copyOf(performed);
  }

  /** What went on that no good procedure does, in words, in order. */
  public synchronized List<String> hazards() {
    return List.copyOf(hazards);
  }

  /** Loses the request or the answer of the effect that is the nth from now, from 1. */
  public synchronized void lose(Lost what, int nth) {
    losses.put(calls + nth, what);
  }

  /** Cuts the way to the host for a while; the host itself goes on. */
  public synchronized void cut(HostName host, Duration duration) {
    hosts.get(host).silentUntil = now + duration.toMillis() / TICK_MILLISECONDS;
  }

  /** Reboots the host: it is away for 20 s, startable units come back, /run is empty. */
  public synchronized void reboot(HostName name) {
    SlowHost host = hosts.get(name);
    host.boots++;
    host.bootedAt = now;
    host.silentUntil = now + 200;
    host.records.clear();
    host.forgot = true;
    host.files.reboot();
    for (SlowUnit unit : host.units.values()) {
      unit.life = Optional.empty();
      unit.notBefore = host.silentUntil;
    }
  }

  /** Switches the host off for good. */
  public synchronized void powerOff(HostName name) {
    SlowHost host = hosts.get(name);
    host.off = true;
    host.units.values().forEach(unit -> unit.life = Optional.empty());
  }

  /** Makes the unit exit as often as it starts; etcd does so until it gets other data. */
  public synchronized void crash(HostName name, Unit which) {
    SlowHost host = hosts.get(name);
    SlowUnit unit = host.unit(which);
    if (which == Unit.ETCD) {
      host.dataInPlace().ifPresent(data -> data.broken = true);
    } else {
      unit.crashes = true;
    }
    unit.life = Optional.empty();
    unit.notBefore = now + 100;
  }

  /** Cuts the member on the host from all other members. */
  public synchronized void isolate(HostName name) {
    hosts.get(name).isolated = true;
  }

  /** Lets it reach the others again. */
  public synchronized void rejoin(HostName name) {
    hosts.get(name).isolated = false;
  }

  /** Raises an alarm in the cluster of the member on the host. */
  public synchronized void raise(HostName name, Alarm.Type type) {
    SlowHost host = hosts.get(name);
    MemberId self = host.serving().orElseThrow().self;
    members.write(host, data -> data.alarms.add(new Alarm(type, self)));
  }

  long now() {
    return now;
  }

  Instant time() {
    return BEGINNING.plusMillis(now * TICK_MILLISECONDS);
  }

  Collection<SlowHost> all() {
    return hosts.values();
  }

  Optional<SlowHost> host(HostName name) {
    return Optional.ofNullable(hosts.get(name));
  }

  SlowProcesses processes() {
    return processes;
  }

  SlowMembers members() {
    return members;
  }

  SlowMembership membership() {
    return membership;
  }

  void hazard(String text) {
    hazards.add(text);
  }

  void count(EffectKey key) {
    performed.merge(key, 1, Integer::sum);
  }

  /** What is lost of the effect that is asked for now, if anything. */
  Optional<Lost> nextLoss() {
    calls++;
    return Optional.ofNullable(losses.remove(calls));
  }

  private static final class WorldClock extends Clock {
    private final SlowWorld world;
    private final ZoneId zone;

    WorldClock(SlowWorld world, ZoneId zone) {
      super();
      this.world = world;
      this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return new WorldClock(world, other);
    }

    @Override
    public Instant instant() {
      synchronized (world) {
        return world.time();
      }
    }
  }
}
