package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;
import java.util.Optional;

/** Changes etcd in the slow world, with its named errors. */
final class SlowEtcdWriter implements EtcdWriter {
  private final SlowWorld world;
  private final SlowUpkeep upkeep;

  SlowEtcdWriter(SlowWorld world) {
    this.world = world;
    this.upkeep = new SlowUpkeep(world);
  }

  @Override
  public Performed perform(Effect effect, EffectKey key, Duration limit, Progress progress) {
    synchronized (world) {
      if (effect instanceof Effect.RemoveSnapshot remove) {
        world.count(key);
        return removed(remove);
      }
      HostName name = host(effect);
      SlowHost host = world.host(name).orElseThrow();
      if (!host.answers(world.now()) || host.serving().isEmpty()) {
        return new Performed.NotDone(
            new Failure.Unreachable("etcd of " + name + " refuses the connection"));
      }
      Optional<SlowWorld.Lost> loss = world.nextLoss();
      if (loss.equals(Optional.of(SlowWorld.Lost.REQUEST))) {
        return lost(name);
      }
      if (loss.equals(Optional.of(SlowWorld.Lost.HOST))) {
        world.reboot(name);
        return lost(name);
      }
      Performed answer = begin(effect, host);
      if (answer instanceof Performed.Done) {
        world.count(key);
      }
      world.tick(effect instanceof Effect.SaveSnapshot ? 15 : 1);
      progress.at(1, 1);
      return loss.isPresent() ? lost(name) : answer;
    }
  }

  private Performed begin(Effect effect, SlowHost host) {
    return switch (effect) {
      case Effect.SaveSnapshot save -> save(save, host);
      case Effect.DisarmAlarm disarm -> disarm(disarm, host);
      case Effect.WriteProbe ignored -> probe(host);
      case Effect.Compact compact -> upkeep.compact(compact, host);
      case Effect.Defragment ignored -> upkeep.defragment(host);
      case Effect.LeaderAway ignored -> upkeep.leaderAway(host);
      case Effect.MemberAdd add -> world.membership().add(add, host);
      case Effect.MemberPromote promote -> world.membership().promote(promote, host);
      case Effect.MemberRemove remove -> world.membership().remove(remove, host);
      case Effect.MemberUpdate update -> world.membership().update(update, host);
      case Effect.MakeFolder ignored -> throw notMine(effect);
      case Effect.Configure ignored -> throw notMine(effect);
      case Effect.PutFile ignored -> throw notMine(effect);
      case Effect.Move ignored -> throw notMine(effect);
      case Effect.Copy ignored -> throw notMine(effect);
      case Effect.Remove ignored -> throw notMine(effect);
      case Effect.Control ignored -> throw notMine(effect);
      case Effect.RestoreSnapshot ignored -> throw notMine(effect);
      case Effect.SealFiles ignored -> throw notMine(effect);
      case Effect.RemoveSnapshot ignored -> throw notMine(effect);
      case Effect.Await ignored -> throw notMine(effect);
      case Effect.Exec ignored -> throw notMine(effect);
    };
  }

  private Performed save(Effect.SaveSnapshot save, SlowHost host) {
    if (world.operatorFiles.containsKey(save.path())) {
      return new Performed.NotDone(
          new Failure.Unsuitable(save.path() + " exists", "choose another name"));
    }
    SlowData data = host.serving().orElseThrow();
    SnapshotFacts facts = SlowWorldBuilder.snapshot(save.path(), data);
    world.operatorFiles.put(
        save.path(), new SlowWorld.OperatorFile(facts.size(), facts.sha256(), Optional.of(facts)));
    return new Performed.Done(saved(facts));
  }

  private Performed removed(Effect.RemoveSnapshot remove) {
    SlowWorld.OperatorFile newer = world.operatorFiles.get(remove.newer());
    if (newer == null || newer.facts().isEmpty()) {
      world.hazard(remove.path() + " is deleted without a newer snapshot");
    }
    world.operatorFiles.remove(remove.path());
    world.operatorFiles.keySet().removeIf(path -> SealedName.belongs(path, remove.path()));
    return done();
  }

  private static EffectResult saved(SnapshotFacts facts) {
    return new EffectResult.Saved(facts.path(), facts.sha256(), facts.size(), facts.revision());
  }

  private Performed disarm(Effect.DisarmAlarm disarm, SlowHost host) {
    if (!world.members().linearizable(host)) {
      return new Performed.NotDone(EtcdForecastReader.noLeader());
    }
    world.members().write(host, data -> data.alarms.remove(disarm.alarm()));
    return done();
  }

  private Performed probe(SlowHost host) {
    if (!world.members().linearizable(host)) {
      return new Performed.NotDone(EtcdForecastReader.noLeader());
    }
    boolean full =
        host.serving().orElseThrow().alarms.stream()
            .anyMatch(alarm -> alarm.type() == Alarm.Type.NOSPACE);
    if (full) {
      return new Performed.NotDone(
          new Failure.EtcdRejected(
              FailureKind.NO_SPACE, "etcdserver: mvcc: database space exceeded"));
    }
    // One put and one delete.
    world.members().write(host, data -> data.write(2));
    return done();
  }

  private static Performed done() {
    return new Performed.Done(new EffectResult.Nothing());
  }

  private static Performed lost(HostName name) {
    return new Performed.Unclear(
        new Failure.TimedOut("the answer of etcd of " + name, Duration.ofSeconds(30)));
  }

  @Override
  public Settled settle(Effect effect, EffectKey key) {
    synchronized (world) {
      if (effect instanceof Effect.RemoveSnapshot remove) {
        boolean left =
            world.operatorFiles.keySet().stream()
                .anyMatch(
                    path -> path.equals(remove.path()) || SealedName.belongs(path, remove.path()));
        return left
            ? new Settled.NotDone(remove.path() + " is there")
            : new Settled.Done(new EffectResult.Nothing(), remove.path() + " is gone");
      }
      if (effect instanceof Effect.SaveSnapshot save) {
        return Optional.ofNullable(world.operatorFiles.get(save.path()))
            .flatMap(SlowWorld.OperatorFile::facts)
            .<Settled>map(facts -> new Settled.Done(saved(facts), save.path() + " verifies"))
            .orElseGet(() -> new Settled.NotDone(save.path() + " does not exist"));
      }
      SlowHost host = world.host(host(effect)).orElseThrow();
      return host.answers(world.now()) && world.members().linearizable(host)
          ? world.membership().settle(effect, host)
          : new Settled.Unclear("nothing tells; it is harmless to repeat");
    }
  }

  private static HostName host(Effect effect) {
    return effect instanceof Effect.OnHost onHost ? onHost.host() : missing(effect);
  }

  private static HostName missing(Effect effect) {
    throw notMine(effect);
  }

  private static IllegalArgumentException notMine(Effect effect) {
    return new IllegalArgumentException("not etcd's to perform: " + effect);
  }
}
