package io.github.etcdrunbook.run;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.EtcdReader;
import io.github.etcdrunbook.world.EtcdWriter;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.HostWriter;
import io.github.etcdrunbook.world.OperatorReader;
import io.github.etcdrunbook.world.Owner;
import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Settled;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.Value;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Hosts that have nothing but paths, with faults to order. Small on purpose: it tests the runner,
 * not the world; the slow world does that.
 */
final class Sandbox implements Writers {
  /** What happens to one attempt. */
  enum Fault {
    /** It is refused as unsuitable. */
    REFUSED,
    /** etcd's named error, which a retry may name. */
    UNHEALTHY,
    /** The answer is lost, and it did not happen. */
    LOST_BEFORE,
    /** The answer is lost, and it happened. */
    LOST_AFTER,
    /** The operator's machine dies before it happens. */
    DEATH_BEFORE,
    /** The operator's machine dies when it has happened. */
    DEATH_AFTER
  }

  /** The operator's machine died. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** One attempt that reached a host. */
  record Attempt(EffectKey key, Effect effect) {}

  final List<HostName> hosts;
  final Map<HostName, Set<String>> paths = new TreeMap<>();
  final List<Attempt> attempts = new ArrayList<>();
  final Set<EffectKey> records = new HashSet<>();
  final Set<HostName> silent = new HashSet<>();
  boolean amnesia;
  CountDownLatch meeting = new CountDownLatch(0);
  private final Map<EffectRef, Deque<Fault>> faults = new HashMap<>();
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private boolean dead;

  Sandbox(String... names) {
    hosts = java.util.Arrays.stream(names).map(HostName::new).toList();
    hosts.forEach(host -> paths.put(host, new TreeSet<>()));
  }

  synchronized Sandbox with(String... there) {
    paths.values().forEach(each -> each.addAll(List.of(there)));
    return this;
  }

  synchronized void order(EffectRef effect, Fault... what) {
    faults.computeIfAbsent(effect, ref -> new ArrayDeque<>()).addAll(List.of(what));
  }

  /** The operator's machine is on again. */
  synchronized void revive() {
    dead = false;
  }

  synchronized void kill() {
    dead = true;
  }

  Timing timing() {
    return new Timing(this::now, this::pass);
  }

  synchronized Instant now() {
    return now;
  }

  synchronized void pass(Duration duration) {
    now = now.plus(duration);
  }

  Reader at(Standpoint standpoint) {
    return new SandboxReader(standpoint);
  }

  /** How often an effect that is not a wait has happened, whatever its attempt. */
  synchronized long happened(EffectRef effect) {
    return attempts.stream().filter(each -> each.key().effect().equals(effect)).count();
  }

  @Override
  public Sight<HostWriter> host(HostName host) {
    return silent.contains(host)
        ? new Sight.Unseen<>(new Failure.Unreachable("it is silent"))
        : new Sight.Seen<>(new SandboxWriter(host));
  }

  @Override
  public EtcdWriter etcd() {
    throw new UnsupportedOperationException("no etcd here");
  }

  private synchronized Performed perform(Effect.OnHost effect, EffectKey key) {
    if (dead) {
      throw new Death();
    }
    Fault fault = faults.getOrDefault(key.effect(), new ArrayDeque<>()).poll();
    return switch (fault) {
      case REFUSED -> new Performed.NotDone(new Failure.Unsuitable("it is refused", "look"));
      case UNHEALTHY ->
          new Performed.NotDone(
              new Failure.EtcdRejected(
                  io.github.etcdrunbook.world.FailureKind.UNHEALTHY_CLUSTER, "unhealthy cluster"));
      case LOST_BEFORE -> new Performed.Unclear(new Failure.Unreachable("the answer was lost"));
      case LOST_AFTER -> {
        happen(effect, key);
        yield new Performed.Unclear(new Failure.Unreachable("the answer was lost"));
      }
      case DEATH_BEFORE -> throw die();
      case DEATH_AFTER -> {
        happen(effect, key);
        throw die();
      }
      case null -> happen(effect, key);
    };
  }

  private Death die() {
    dead = true;
    return new Death();
  }

  private Performed happen(Effect.OnHost effect, EffectKey key) {
    Set<String> there = paths.get(effect.host());
    switch (effect) {
      case Effect.Move move -> {
        if (!there.contains(move.from()) || there.contains(move.to())) {
          return new Performed.NotDone(new Failure.Unsuitable("cannot move", "look"));
        }
        there.remove(move.from());
        there.add(move.to());
      }
      case Effect.Exec exec -> there.addAll(exec.touches());
      default -> throw new UnsupportedOperationException(effect.toString());
    }
    attempts.add(new Attempt(key, effect));
    records.add(key);
    return new Performed.Done(new EffectResult.Nothing());
  }

  private synchronized Settled settle(EffectKey key) {
    if (amnesia) {
      return new Settled.Unclear("nothing tells");
    }
    return records.contains(key)
        ? new Settled.Done(new EffectResult.Nothing(), "the record says so")
        : new Settled.NotDone("there is no record");
  }

  private final class SandboxWriter implements HostWriter {
    private final HostName name;

    SandboxWriter(HostName name) {
      this.name = name;
    }

    @Override
    public HostName name() {
      return name;
    }

    @Override
    public Performed perform(
        Effect.OnHost effect, EffectKey key, Duration limit, Progress progress) {
      meeting.countDown();
      try {
        if (!meeting.await(20, TimeUnit.SECONDS)) {
          throw new IllegalStateException("the others did not come");
        }
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
      return Sandbox.this.perform(effect, key);
    }

    @Override
    public Settled settle(Effect.OnHost effect, EffectKey key) {
      return Sandbox.this.settle(key);
    }
  }

  private final class SandboxReader implements Reader {
    private final Standpoint standpoint;

    SandboxReader(Standpoint standpoint) {
      this.standpoint = standpoint;
    }

    @Override
    public Standpoint standpoint() {
      return standpoint;
    }

    @Override
    public List<HostName> hosts() {
      return hosts;
    }

    @Override
    public List<HostName> etcdHosts() {
      return hosts;
    }

    @Override
    public Sight<HostReader> host(HostName host) {
      return silent.contains(host)
          ? new Sight.Unseen<>(new Failure.Unreachable("it is silent"))
          : new Sight.Seen<>(hostReader(host));
    }

    @Override
    public EtcdReader etcd() {
      return silentEtcd();
    }

    @Override
    public OperatorReader operator() {
      throw new UnsupportedOperationException("no operator here");
    }
  }

  /** A reader that knows paths; any other question is a mistake of the test. */
  private HostReader hostReader(HostName host) {
    return (HostReader)
        Proxy.newProxyInstance(
            HostReader.class.getClassLoader(),
            new Class<?>[] {HostReader.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "name" -> host;
                  case "path" -> path(host, (String) arguments[0]);
                  case "etcd" -> java.util.Optional.empty();
                  case "fileSystem" -> "/";
                  case "list" -> List.of();
                  case "freeBytes" -> Value.drifting(1L << 40);
                  default -> throw new UnsupportedOperationException(method.toString());
                });
  }

  private synchronized PathState path(HostName host, String path) {
    return paths.get(host).contains(path)
        ? new PathState.RegularFile(Owner.rootOnly(0600), Value.drifting(1L))
        : new PathState.Absent();
  }

  private static EtcdReader silentEtcd() {
    return (EtcdReader)
        Proxy.newProxyInstance(
            EtcdReader.class.getClassLoader(),
            new Class<?>[] {EtcdReader.class},
            (proxy, method, arguments) ->
                new Sight.Unseen<>(new Failure.Unreachable("there is no etcd here")));
  }
}
