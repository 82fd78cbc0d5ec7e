package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A slow world, a run in it, and the simplest of performers: no journal, no retry. */
final class Rehearsal {
  static final RunId RUN = new RunId("20260301-030000-abcd");
  static final HostName CP1 = new HostName("cp1");
  static final HostName CP2 = new HostName("cp2");
  static final HostName CP3 = new HostName("cp3");
  static final List<HostName> ALL = List.of(CP1, CP2, CP3);
  static final Standpoint HERE =
      new Standpoint(RUN, "prod", new StepId("restore"), Optional.empty());

  final SlowWorld world;
  private int index;

  Rehearsal(SlowWorld world) {
    this.world = world;
  }

  Reader reader() {
    return world.reader(HERE);
  }

  HostReader host(HostName name) {
    return reader().host(name).seen().orElseThrow();
  }

  static EffectRef ref(int index) {
    return new EffectRef(HERE.step(), Optional.empty(), index);
  }

  EffectKey nextKey() {
    return new EffectKey(RUN, ref(index++), EffectKey.Phase.FORWARD, 1);
  }

  Performed perform(Effect effect) {
    return perform(effect, nextKey());
  }

  Performed perform(Effect effect, EffectKey key) {
    return switch (effect) {
      case Effect.Await wait -> await(wait);
      case Effect.SaveSnapshot save -> etcd(save, key);
      case Effect.RemoveSnapshot remove -> etcd(remove, key);
      case Effect.DisarmAlarm disarm -> etcd(disarm, key);
      case Effect.WriteProbe probe -> etcd(probe, key);
      case Effect.Compact compact -> etcd(compact, key);
      case Effect.Defragment defragment -> etcd(defragment, key);
      case Effect.LeaderAway away -> etcd(away, key);
      case Effect.MemberAdd add -> etcd(add, key);
      case Effect.MemberPromote promote -> etcd(promote, key);
      case Effect.MemberRemove remove -> etcd(remove, key);
      case Effect.MemberUpdate update -> etcd(update, key);
      case Effect.OnHost onHost ->
          world.writer(onHost.host()).perform(onHost, key, Duration.ofMinutes(10), Progress.none());
    };
  }

  private Performed etcd(Effect effect, EffectKey key) {
    return world.etcdWriter().perform(effect, key, Duration.ofMinutes(1), Progress.none());
  }

  private Performed await(Effect.Await wait) {
    long ticks = wait.limit().toMillis() / SlowWorld.TICK_MILLISECONDS;
    ConditionCheck.Look look = ConditionCheck.look(wait.condition(), reader());
    for (long i = 0; i < ticks; i++) {
      world.tick(ConditionCheck.needsTwo(wait.condition()) ? 10 : 1);
      ConditionCheck.Look later = ConditionCheck.look(wait.condition(), reader());
      if (later.confirms(look)) {
        return new Performed.Done(new EffectResult.Waited(i * SlowWorld.TICK_MILLISECONDS));
      }
      look = later;
    }
    return new Performed.NotDone(new Failure.TimedOut(look.missing(), wait.limit()));
  }

  /** Performs all; throws where one fails. */
  void performAll(List<Effect> effects) {
    for (Effect effect : effects) {
      if (!(perform(effect) instanceof Performed.Done)) {
        throw new AssertionError(EffectText.withHost(effect) + " failed");
      }
    }
  }

  static Effect stop(HostName host, Unit unit) {
    return new Effect.Control(host, unit, Effect.Control.Verb.STOP);
  }

  static Effect start(HostName host, Unit unit) {
    return new Effect.Control(host, unit, Effect.Control.Verb.START);
  }

  static Effect gone(HostName host, Unit unit) {
    return new Effect.Await(new Condition.Gone(host, unit), Duration.ofMinutes(2));
  }

  static Effect ready(HostName host, Unit unit) {
    return new Effect.Await(new Condition.Ready(host, unit), Duration.ofMinutes(2));
  }
}
