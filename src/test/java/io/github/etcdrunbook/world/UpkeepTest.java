package io.github.etcdrunbook.world;

import static io.github.etcdrunbook.world.Rehearsal.ALL;
import static io.github.etcdrunbook.world.Rehearsal.CP1;
import static io.github.etcdrunbook.world.Rehearsal.CP2;
import static io.github.etcdrunbook.world.Rehearsal.HERE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Compaction, defragmentation and handovers: what the forecast says and the slow world shows. */
class UpkeepTest {
  private final Rehearsal slow = new Rehearsal(SlowWorld.builder().build());
  private final Forecast forecast =
      new Forecast(new Rehearsal(SlowWorld.builder().build()).reader());
  private final EtcdReader said = forecast.at(HERE).etcd();
  private int index;

  private void both(Effect effect) {
    forecast.apply(Rehearsal.ref(index++), effect);
    assertInstanceOf(Performed.Done.class, slow.perform(effect));
  }

  private static Space space(EtcdReader etcd, HostName host) {
    return etcd.space(host).seen().orElseThrow();
  }

  private static HostName leader(EtcdReader etcd) {
    return ALL.stream()
        .filter(
            host -> {
              MemberStatus status = etcd.status(host).seen().orElseThrow();
              return status.leader().equals(Optional.of(status.member()));
            })
        .findFirst()
        .orElseThrow();
  }

  @Test
  void afterACompactionTheUseOfEveryMemberIsKnownLaterAndTheSizeStays() {
    long before = space(said, CP2).size().known().orElseThrow();
    both(new Effect.Compact(CP1, Value.drifting(4900L)));

    for (HostName host : ALL) {
      assertInstanceOf(Value.Pending.class, space(said, host).inUse());
      assertEquals(Optional.of(before), space(said, host).size().known());
      assertEquals(Optional.of(4900L), said.compacted(host).seen().flatMap(Value::known));
    }
    EtcdReader real = slow.reader().etcd();
    assertTrue(space(real, CP2).inUse().known().orElseThrow() < before);
    assertEquals(Optional.of(before), space(real, CP2).size().known());
    assertEquals(Optional.of(4900L), real.compacted(CP2).seen().flatMap(Value::known));
  }

  @Test
  void aDefragmentedMemberHasTheSizeThatIsInUse() {
    both(new Effect.Compact(CP1, Value.drifting(4900L)));
    both(new Effect.Defragment(CP2));

    assertEquals(space(said, CP2).inUse(), space(said, CP2).size());
    assertNotEquals(space(said, CP1).inUse(), space(said, CP1).size());
    EtcdReader real = slow.reader().etcd();
    assertEquals(space(real, CP2).inUse(), space(real, CP2).size());
    assertEquals(List.of(), forecast.findings());
  }

  @Test
  void aHandoverMovesLeadershipAndOnlyFromTheLeader() {
    HostName first = leader(said);
    both(new Effect.LeaderAway(first));
    HostName second = leader(said);
    assertNotEquals(first, second);
    assertEquals(second, leader(slow.reader().etcd()));

    both(new Effect.LeaderAway(first));
    assertEquals(second, leader(said));
    assertEquals(second, leader(slow.reader().etcd()));
  }

  @Test
  void aDefragmentationThatCostsQuorumIsFoundBeforehand() {
    Forecast weak =
        new Forecast(new Rehearsal(SlowWorld.builder().crashing("cp3").build()).reader());
    weak.apply(Rehearsal.ref(0), new Effect.Defragment(CP1));

    assertEquals(
        List.of(Finding.Kind.QUORUM), weak.findings().stream().map(Finding::kind).toList());
    assertTrue(weak.at(HERE).etcd().linearizable(CP1));
  }

  @Test
  void aLeaderThatDefragmentsIsAHazardInTheSlowWorldAlone() {
    both(new Effect.Defragment(leader(said)));

    assertEquals(List.of(), forecast.findings());
    assertEquals(1, slow.world.hazards().size());
  }
}
