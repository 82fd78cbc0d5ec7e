package io.github.etcdrunbook.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EffectTextTest {
  private static final HostName CP1 = new HostName("cp1");

  @Test
  void saysAMoveWithItsHost() {
    assertEquals(
        "cp1: move /var/lib/etcd to /var/lib/old",
        EffectText.withHost(new Effect.Move(CP1, "/var/lib/etcd", "/var/lib/old")));
  }

  @Test
  void saysThatAStopOutlivesAReboot() {
    assertEquals(
        "stop etcd (park its manifest or fence its unit)",
        EffectText.of(new Effect.Control(CP1, Unit.ETCD, Effect.Control.Verb.STOP)));
  }

  @Test
  void saysAWaitWithItsLimit() {
    assertEquals(
        "wait until etcd on cp1 is gone (at most 1m30s)",
        EffectText.of(
            new Effect.Await(new Condition.Gone(CP1, Unit.ETCD), Duration.ofSeconds(90))));
    assertEquals(
        "there are quorum and one leader among cp1",
        EffectText.of(new Condition.Quorum(List.of(CP1))));
  }

  @Test
  void saysHowFirmAValueIs() {
    EffectRef add = new EffectRef(new StepId("add_cp4"), Optional.empty(), 0);
    assertEquals("4034", EffectText.of(Value.fixed(4034L)));
    assertEquals("~4034", EffectText.of(Value.drifting(4034L)));
    assertEquals("known after add_cp4", EffectText.of(new Value.Pending<>(add, "member")));
  }
}
