package io.github.etcdrunbook.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.playbook.Rollout;
import io.github.etcdrunbook.playbook.Rollout.Order;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeadershipTest {
  private static final HostName ONE = new HostName("cp1");
  private static final HostName TWO = new HostName("cp2");
  private static final HostName THREE = new HostName("cp3");
  private static final List<HostName> ALL = List.of(ONE, TWO, THREE);

  private static List<HostName> next(
      List<HostName> left, Optional<Integer> batch, Order order, Optional<HostName> leader) {
    Rollout rollout = new Rollout(batch, order, new Rollout.Between.Nothing(), Duration.ZERO, 0);
    return Leadership.nextBatch(left, rollout, () -> leader);
  }

  @Test
  void theLeaderIsNeverInABatchWithOthersWhereTheOrderNamesIt() {
    Optional<HostName> leader = Optional.of(TWO);
    assertEquals(List.of(ONE, THREE), next(ALL, Optional.empty(), Order.LEADER_LAST, leader));
    assertEquals(List.of(ONE, THREE), next(ALL, Optional.of(3), Order.LEADER_LAST, leader));
    assertEquals(List.of(ONE), next(ALL, Optional.of(1), Order.LEADER_LAST, leader));
    assertEquals(
        List.of(THREE), next(List.of(TWO, THREE), Optional.of(2), Order.LEADER_LAST, leader));
    assertEquals(List.of(TWO), next(List.of(TWO), Optional.of(2), Order.LEADER_LAST, leader));
    assertEquals(List.of(TWO), next(ALL, Optional.empty(), Order.LEADER_FIRST, leader));
  }

  @Test
  void withoutALeaderTheOrderIsTheInventorys() {
    assertEquals(ALL, next(ALL, Optional.empty(), Order.LEADER_LAST, Optional.empty()));
    assertEquals(List.of(ONE, TWO), next(ALL, Optional.of(2), Order.LEADER_LAST, Optional.empty()));
    assertEquals(ALL, next(ALL, Optional.empty(), Order.INVENTORY, Optional.of(TWO)));
  }
}
