package io.github.etcdrunbook.actions.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.actions.snapshot.SnapshotFilling.Arguments;
import io.github.etcdrunbook.actions.snapshot.SnapshotFilling.Observation;
import io.github.etcdrunbook.actions.snapshot.SnapshotFilling.Output;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Filling;
import io.github.etcdrunbook.world.Sight;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SnapshotFillingTest {
  private static Decision.Satisfied<Output> told(Sight<Filling> filling) {
    Decision<Output> decision =
        new SnapshotFilling().decide(new Arguments("now.db"), new Observation(filling));
    assertInstanceOf(Decision.Satisfied.class, decision);
    return (Decision.Satisfied<Output>) decision;
  }

  @Test
  void tellsTheTypesWithTheirHistoryAndWhatIsWrittenOften() {
    Filling filling =
        new Filling(
            List.of(
                new Filling.Type("events", 8_000, 12L << 20, 90_000, 300L << 20),
                new Filling.Type("policyreports.wgpolicyk8s.io", 40, 700 << 10, 0, 0)),
            List.of(
                new Filling.Written("/registry/leases/kube-system/operator", 120_000),
                new Filling.Written("/registry/minions/cp1", 999)));
    Decision.Satisfied<Output> told = told(new Sight.Seen<>(filling));
    assertEquals(
        """
        12 MiB of living keys, 300 MiB of history
          events: 12 MiB in 8,000 keys, 300 MiB of history in 90,000 entries
          policyreports.wgpolicyk8s.io: 700 KiB in 40 keys, 0 KiB of history in 0 entries
          written 120,000 times: /registry/leases/kube-system/operator\
        """,
        told.why());
    assertEquals(300L << 20, told.output().olderBytes());
    assertEquals((12L << 20) + (700 << 10), told.output().bytes());
  }

  @Test
  void aFileThatCannotBeReadDoesNotStopARepair() {
    Decision.Satisfied<Output> told =
        told(new Sight.Unseen<>(new Failure.Unsuitable("now.db is cut", "look")));
    assertFalse(told.output().known());
    assertTrue(told.why().contains("now.db is cut"), told.why());
  }
}
