package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;
import java.util.Optional;

/**
 * Changes a host of the slow world through a wrapper: a key starts at most once, and its record
 * stays until the host reboots.
 */
final class SlowHostWriter implements HostWriter {
  private static final long BYTES_PER_TICK = 10L << 20;

  private final SlowWorld world;
  private final SlowHost host;

  SlowHostWriter(SlowWorld world, SlowHost host) {
    this.world = world;
    this.host = host;
  }

  @Override
  public HostName name() {
    return host.name;
  }

  @Override
  public Performed perform(Effect.OnHost effect, EffectKey key, Duration limit, Progress progress) {
    synchronized (world) {
      if (!host.answers(world.now())) {
        return new Performed.NotDone(SlowReader.silent(host.name));
      }
      Optional<SlowWorld.Lost> loss = world.nextLoss();
      if (loss.equals(Optional.of(SlowWorld.Lost.REQUEST))) {
        return lost();
      }
      if (loss.equals(Optional.of(SlowWorld.Lost.HOST))) {
        world.reboot(host.name);
        return lost();
      }
      Performed before = host.records.get(key);
      Performed answer = before == null ? begin(effect, key) : before;
      long ticks = before == null ? ticks(effect) : 1;
      world.tick(ticks);
      progress.at(ticks, ticks);
      boolean late = ticks * SlowWorld.TICK_MILLISECONDS > limit.toMillis();
      return late || loss.isPresent() || !host.answers(world.now()) ? lost() : answer;
    }
  }

  private Performed begin(Effect.OnHost effect, EffectKey key) {
    Performed answer = new SlowEffects(world, host).perform(effect, key.run());
    host.records.put(key, answer);
    if (answer instanceof Performed.Done) {
      world.count(key);
    }
    return answer;
  }

  private Performed lost() {
    return new Performed.Unclear(
        new Failure.TimedOut("the answer of " + host.name, Duration.ofSeconds(30)));
  }

  /** How long the effect itself takes. */
  private static long ticks(Effect.OnHost effect) {
    return switch (effect) {
      case Effect.PutFile ignored -> 5;
      case Effect.Copy ignored -> 20;
      case Effect.RestoreSnapshot restore -> 10 + restore.source().facts().size() / BYTES_PER_TICK;
      case Effect.Move ignored -> 1;
      case Effect.Remove ignored -> 1;
      case Effect.Control ignored -> 1;
      case Effect.MakeFolder ignored -> 1;
      case Effect.Configure ignored -> 1;
      case Effect.MemberAdd ignored -> throw notMine(effect);
      case Effect.MemberPromote ignored -> throw notMine(effect);
      case Effect.MemberRemove ignored -> throw notMine(effect);
      case Effect.MemberUpdate ignored -> throw notMine(effect);
      case Effect.Exec ignored -> 3;
      case Effect.SealFiles ignored -> 3;
      case Effect.SaveSnapshot ignored -> throw notMine(effect);
      case Effect.DisarmAlarm ignored -> throw notMine(effect);
      case Effect.WriteProbe ignored -> throw notMine(effect);
      case Effect.Compact ignored -> throw notMine(effect);
      case Effect.Defragment ignored -> throw notMine(effect);
      case Effect.LeaderAway ignored -> throw notMine(effect);
    };
  }

  static IllegalArgumentException notMine(Effect effect) {
    return new IllegalArgumentException("not a host's to perform: " + effect);
  }

  @Override
  public Settled settle(Effect.OnHost effect, EffectKey key) {
    synchronized (world) {
      if (effect instanceof Effect.SealFiles seal) {
        return world.operatorFiles.containsKey(seal.path())
            ? new Settled.Done(new EffectResult.Nothing(), seal.path() + " is there")
            : new Settled.NotDone(seal.path() + " does not exist");
      }
      if (!host.answers(world.now())) {
        return new Settled.Unclear(host.name + " does not answer");
      }
      Performed record = host.records.get(key);
      if (record != null) {
        return switch (record) {
          case Performed.Done done -> new Settled.Done(done.result(), "the wrapper's record");
          case Performed.NotDone not -> new Settled.NotDone(not.failure().what());
          case Performed.Unclear unclear -> new Settled.Unclear(unclear.failure().what());
        };
      }
      return effect instanceof Effect.Exec && !host.forgot
          ? new Settled.NotDone("the wrapper's record: it was never started")
          : SlowEvidence.of(host, effect);
    }
  }
}
