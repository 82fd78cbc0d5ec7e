package io.github.etcdrunbook.world;

import static io.github.etcdrunbook.world.Rehearsal.CP1;
import static io.github.etcdrunbook.world.Rehearsal.CP2;
import static io.github.etcdrunbook.world.Rehearsal.HERE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One world at two speeds: after each effect the slow world settles to what the forecast says; and
 * what goes wrong only in time, the slow world notices.
 */
class TwoSpeedsTest {
  static List<SlowWorldBuilder> worlds() {
    return List.of(
        SlowWorld.builder(),
        SlowWorld.builder().systemd().version("3.4.23").withoutBump(),
        SlowWorld.builder().inherited(Alarm.Type.NOSPACE),
        SlowWorld.builder().fresh(1),
        SlowWorld.builder().crashing("cp3"),
        SlowWorld.builder().crashing("cp2").crashing("cp3"));
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void theSlowWorldSettlesToTheForecastAfterEveryEffect(SlowWorldBuilder builder) {
    Rehearsal slow = new Rehearsal(builder.build());
    // A world of the same seed that stands still: the forecast reads it lazily.
    Rehearsal still = new Rehearsal(builder.build());
    Forecast forecast = new Forecast(still.reader());
    int index = 0;
    for (Effect effect : effects(still)) {
      slow.performAll(List.of(effect));
      slow.world.tick(400);
      forecast.apply(Rehearsal.ref(index++), effect);
      SortedFacts said = SortedFacts.settled(forecast.at(HERE));
      SortedFacts settled = SortedFacts.settled(slow.reader()).asFarAsKnownIn(said);
      assertEquals(said.text(), settled.text(), "after: " + EffectText.withHost(effect));
    }
  }

  private static List<Effect> effects(Rehearsal rehearsal) {
    RestoreScript script = new RestoreScript(rehearsal.reader());
    List<Effect> effects = new ArrayList<>();
    effects.add(
        new Effect.Copy(
            CP1, "/var/lib/etcd/member/snap/db", "/var/lib/etcd-runbook/" + HERE.run() + "/kept"));
    effects.add(new Effect.Remove(CP1, "/var/lib/etcd-runbook/" + HERE.run() + "/kept"));
    effects.add(new Effect.SaveSnapshot(CP1, "/backups/now.db"));
    effects.add(
        new Effect.SealFiles(
            CP1,
            List.of("/etc/kubernetes/pki"),
            "/backups/now-cp1.tar.age",
            new Recipient(Recipient.Tool.AGE, "age1key")));
    effects.add(Effect.Exec.of(CP1, List.of("true"), List.of()));
    if (rehearsal.reader().etcd().linearizable(CP1)) {
      effects.add(new Effect.Compact(CP1, Value.drifting(4000L)));
      effects.add(new Effect.LeaderAway(CP1));
      effects.add(new Effect.Defragment(CP1));
    }
    for (Effect effect : script.all()) {
      boolean probe = effect instanceof Effect.WriteProbe;
      if (probe) {
        script
            .facts()
            .contents()
            .alarms()
            .forEach(alarm -> effects.add(new Effect.DisarmAlarm(CP1, alarm)));
      }
      effects.add(effect);
    }
    effects.add(new Effect.Control(CP1, Unit.KUBELET, Effect.Control.Verb.RESTART));
    return effects;
  }

  private final Rehearsal rehearsal = new Rehearsal(SlowWorld.builder().build());
  private final RestoreScript script = new RestoreScript(rehearsal.reader());

  private List<Finding> forecast(List<Effect> effects) {
    Forecast forecast = new Forecast(new Rehearsal(SlowWorld.builder().build()).reader());
    int index = 0;
    for (Effect effect : effects) {
      forecast.apply(Rehearsal.ref(index++), effect);
    }
    return forecast.findings().stream()
        .filter(finding -> finding.kind() != Finding.Kind.QUORUM)
        .toList();
  }

  @Test
  void aSwapThatDoesNotWaitForGoneIsNoticedOnlyByTheSlowWorld() {
    List<Effect> effects = new ArrayList<>(script.stage());
    script.stop(Unit.ETCD).stream()
        .filter(effect -> effect instanceof Effect.Control)
        .forEach(effects::add);
    effects.addAll(script.swap());
    rehearsal.performAll(effects);

    assertEquals(List.of(), forecast(effects));
    assertFalse(rehearsal.world.hazards().isEmpty());
  }

  @Test
  void aWriteThatDoesNotWaitForALeaderFailsOnlyInTheSlowWorld() {
    List<Effect> effects = new ArrayList<>(script.stage());
    effects.addAll(script.stop(Unit.KUBE_APISERVER));
    effects.addAll(script.stop(Unit.ETCD));
    effects.addAll(script.swap());
    effects.addAll(script.start(Unit.ETCD).subList(0, 4));
    rehearsal.performAll(effects);
    Effect probe = new Effect.WriteProbe(CP1, "etcd-runbook/probe");
    effects.add(probe);

    assertEquals(List.of(), forecast(effects));
    Performed.NotDone early = assertInstanceOf(Performed.NotDone.class, rehearsal.perform(probe));
    // The same effect, retried on this named failure, succeeds.
    assertEquals(FailureKind.NO_LEADER, early.failure().kind());
    rehearsal.world.tick(30);
    assertInstanceOf(Performed.Done.class, rehearsal.perform(probe));
  }

  @Test
  void afterARestartTheOldProcessIsSeenForAWhile() {
    Incarnation old = rehearsal.host(CP1).unit(Unit.KUBELET).running().orElseThrow();
    rehearsal.perform(new Effect.Control(CP1, Unit.KUBELET, Effect.Control.Verb.RESTART));

    assertEquals(Optional.of(old), rehearsal.host(CP1).unit(Unit.KUBELET).running());
    rehearsal.perform(Rehearsal.ready(CP1, Unit.KUBELET));
    Incarnation young = rehearsal.host(CP1).unit(Unit.KUBELET).running().orElseThrow();
    assertNotEquals(old.id(), young.id());
    assertTrue(young.startedAt() > old.startedAt());
  }

  @Test
  void aMemberThatWasAwayIsNotInSyncAtOnce() {
    rehearsal.performAll(List.of(Rehearsal.stop(CP2, Unit.ETCD), Rehearsal.gone(CP2, Unit.ETCD)));
    rehearsal.world.tick(300);
    rehearsal.performAll(List.of(Rehearsal.start(CP2, Unit.ETCD), Rehearsal.ready(CP2, Unit.ETCD)));
    long newest =
        rehearsal
            .reader()
            .etcd()
            .hash(CP1, 0)
            .seen()
            .flatMap(Value::known)
            .orElseThrow()
            .revision();

    assertTrue(rehearsal.reader().etcd().hash(CP2, newest).unseen().isPresent());
    rehearsal.world.tick(30);
    assertTrue(rehearsal.reader().etcd().hash(CP2, newest).seen().isPresent());
  }

  @Test
  void aLeaderThatStopsTogetherWithAnotherTakesSevenSecondsMore() {
    rehearsal.performAll(script.stop(Unit.KUBE_APISERVER));
    HostName leader = leader();
    HostName other = leader.equals(CP1) ? CP2 : CP1;
    rehearsal.perform(Rehearsal.stop(other, Unit.ETCD));
    rehearsal.perform(Rehearsal.stop(leader, Unit.ETCD));
    rehearsal.world.tick(60);

    assertTrue(rehearsal.host(other).unit(Unit.ETCD).running().isEmpty());
    assertTrue(rehearsal.host(leader).unit(Unit.ETCD).running().isPresent());
  }

  private HostName leader() {
    EtcdReader etcd = rehearsal.reader().etcd();
    return Rehearsal.ALL.stream()
        .filter(
            host -> {
              MemberStatus status = etcd.status(host).seen().orElseThrow();
              return status.leader().equals(Optional.of(status.member()));
            })
        .findFirst()
        .orElseThrow();
  }
}
