package io.github.etcdrunbook.world;

import static io.github.etcdrunbook.world.Rehearsal.ALL;
import static io.github.etcdrunbook.world.Rehearsal.CP1;
import static io.github.etcdrunbook.world.Rehearsal.CP2;
import static io.github.etcdrunbook.world.Rehearsal.CP3;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SlowWorldTest {
  private final Rehearsal healthy = new Rehearsal(SlowWorld.builder().build());

  @Test
  void beginsWithALeaderAndTakesClientWrites() {
    EtcdReader etcd = healthy.reader().etcd();
    long before = revision(healthy, CP2);
    healthy.world.tick(100);

    assertTrue(etcd.linearizable(CP1));
    assertTrue(revision(healthy, CP2) > before);
    assertEquals(1, leaders(healthy).size());
  }

  @Test
  void aStoppedProcessIsGoneOnlyAfterTicks() {
    healthy.perform(Rehearsal.stop(CP1, Unit.ETCD));

    assertTrue(healthy.host(CP1).unit(Unit.ETCD).running().isPresent());
    assertInstanceOf(Performed.Done.class, healthy.perform(Rehearsal.gone(CP1, Unit.ETCD)));
    assertEquals(Optional.of(Rehearsal.RUN), healthy.host(CP1).unit(Unit.ETCD).parkedBy());
  }

  @Test
  void withoutQuorumNobodyAnswersLinearizably() {
    Rehearsal one = new Rehearsal(SlowWorld.builder().crashing("cp2").crashing("cp3").build());

    assertFalse(one.reader().etcd().linearizable(CP1));
    assertTrue(one.reader().etcd().status(CP1).seen().isPresent());
    assertEquals(
        FailureKind.NO_LEADER, one.reader().etcd().alarms(CP1).unseen().orElseThrow().kind());
    assertTrue(one.reader().etcd().status(CP2).unseen().isPresent());
  }

  @Test
  void etcdWithoutQuorumAndWithPendingReadsEndsOnlyByForce() {
    Rehearsal one = new Rehearsal(SlowWorld.builder().crashing("cp2").crashing("cp3").build());
    one.perform(Rehearsal.stop(CP1, Unit.ETCD));
    one.world.tick(290);

    assertTrue(one.host(CP1).unit(Unit.ETCD).running().isPresent());
    one.world.tick(30);
    assertTrue(one.host(CP1).unit(Unit.ETCD).running().isEmpty());
  }

  @Test
  void aMemberThatComesBackCatchesUp() {
    healthy.performAll(List.of(Rehearsal.stop(CP3, Unit.ETCD), Rehearsal.gone(CP3, Unit.ETCD)));
    healthy.world.tick(200);
    healthy.performAll(List.of(Rehearsal.start(CP3, Unit.ETCD), Rehearsal.ready(CP3, Unit.ETCD)));
    healthy.world.tick(20);

    assertEquals(revision(healthy, CP1), revision(healthy, CP3));
  }

  @Test
  void theRestoreByTheProcedureEndsInThePredictedCluster() {
    RestoreScript script = new RestoreScript(healthy.reader());
    healthy.performAll(script.all());

    for (HostName host : ALL) {
      MemberStatus status = healthy.reader().etcd().status(host).seen().orElseThrow();
      assertEquals(script.cluster().id(), status.cluster());
      assertTrue(revision(healthy, host) >= script.facts().revision() + RestoreScript.BUMP);
    }
    assertEquals(Set.of(1), Set.copyOf(healthy.world.performed().values()));
    assertEquals(List.of(), healthy.world.hazards());
  }

  @Test
  void anOldMemberWithTheSameTokenDivergesSilently() {
    // What procedures warn of: the cluster id decides, nothing else tells the members apart.
    SlowData old = healthy.world.host(CP1).orElseThrow().dataInPlace().orElseThrow();
    for (HostName host : List.of(CP2, CP3)) {
      SlowHost slow = healthy.world.host(host).orElseThrow();
      SlowData own = slow.dataInPlace().orElseThrow();
      SlowData restored =
          new SlowData(
              own.cluster, own.self, own.members, new SlowData.Seed("restored", 1, 1, "", 1));
      restored.revision = 3000;
      slow.unit(Unit.ETCD).life =
          slow.unit(Unit.ETCD)
              .life
              .map(
                  life ->
                      new SlowUnit.Life(
                          life.incarnation(), life.phase(), 0, Optional.of(restored)));
    }
    healthy.world.tick(50);

    assertTrue(healthy.reader().etcd().linearizable(CP1));
    assertEquals(Optional.of(old.self), leaders(healthy).stream().findFirst());
    assertNotEquals(hash(healthy, CP1), hash(healthy, CP2));
  }

  @Test
  void aRebootLosesTheWrappersRecordAndKeepsParkedUnitsDown() {
    EffectKey key = healthy.nextKey();
    Effect.OnHost stop = (Effect.OnHost) Rehearsal.stop(CP2, Unit.ETCD);
    healthy.perform(stop, key);
    String boot = healthy.host(CP2).bootId();
    healthy.world.reboot(CP2);
    assertTrue(healthy.reader().host(CP2).seen().isEmpty());
    healthy.world.tick(400);

    assertNotEquals(boot, healthy.host(CP2).bootId());
    assertTrue(healthy.host(CP2).unit(Unit.ETCD).running().isEmpty());
    assertTrue(healthy.host(CP2).ready(Unit.KUBELET));
    Settled settled = healthy.world.writer(CP2).settle(stop, key);
    assertEquals(new Settled.Done(new EffectResult.Nothing(), "etcd is parked"), settled);
  }

  @Test
  void aKeyStartsAtMostOnce() {
    EffectKey key = healthy.nextKey();
    Effect put = new RestoreScript(healthy.reader()).put(CP1);
    healthy.world.lose(SlowWorld.Lost.ANSWER, 1);

    assertInstanceOf(Performed.Unclear.class, healthy.perform(put, key));
    assertInstanceOf(Performed.Done.class, healthy.perform(put, key));
    assertEquals(1, healthy.world.performed().get(key));
  }

  @Test
  void aLostRequestIsSettledAsNotDone() {
    EffectKey key = healthy.nextKey();
    Effect.OnHost put = (Effect.OnHost) new RestoreScript(healthy.reader()).put(CP1);
    healthy.world.lose(SlowWorld.Lost.REQUEST, 1);
    healthy.perform(put, key);

    assertInstanceOf(Settled.NotDone.class, healthy.world.writer(CP1).settle(put, key));
  }

  @Test
  void aRestoreThatARebootInterruptsLeavesNothing() {
    RestoreScript script = new RestoreScript(healthy.reader());
    healthy.performAll(List.of(script.put(CP1)));
    EffectKey key = healthy.nextKey();
    Effect.OnHost restore = (Effect.OnHost) script.restore(CP1);
    healthy.world.lose(SlowWorld.Lost.HOST, 1);

    assertInstanceOf(Performed.Unclear.class, healthy.perform(restore, key));
    assertInstanceOf(Settled.Unclear.class, healthy.world.writer(CP1).settle(restore, key));
    healthy.world.sleep(Duration.ofSeconds(30));
    assertInstanceOf(Settled.NotDone.class, healthy.world.writer(CP1).settle(restore, key));
    assertEquals(0, healthy.world.performed().getOrDefault(key, 0));
  }

  @Test
  void aHostThatIsCutOffLosesSightInTheMiddleOfALook() {
    HostReader host = healthy.host(CP1);
    healthy.world.cut(CP1, Duration.ofSeconds(5));

    assertThrows(LostSight.class, host::bootId);
    healthy.world.sleep(Duration.ofSeconds(6));
    assertEquals("cp1-boot-1", host.bootId());
  }

  @Test
  void theSameSeedMakesTheSameCourse() {
    assertEquals(course(7), course(7));
    assertNotEquals(course(7), course(8));
  }

  private static List<Long> course(long seed) {
    Rehearsal one = new Rehearsal(SlowWorld.builder().seed(seed).build());
    one.performAll(new RestoreScript(one.reader()).all());
    one.world.tick(200);
    return List.of(one.world.now(), revision(one, CP1));
  }

  private static long revision(Rehearsal rehearsal, HostName host) {
    return rehearsal
        .reader()
        .etcd()
        .status(host)
        .seen()
        .orElseThrow()
        .progress()
        .known()
        .orElseThrow()
        .revision();
  }

  private static HashAt hash(Rehearsal rehearsal, HostName host) {
    return rehearsal.reader().etcd().hash(host, 0).seen().orElseThrow().known().orElseThrow();
  }

  private static Set<MemberId> leaders(Rehearsal rehearsal) {
    return ALL.stream()
        .flatMap(host -> rehearsal.reader().etcd().status(host).seen().stream())
        .flatMap(status -> status.leader().stream())
        .collect(Collectors.toSet());
  }
}
