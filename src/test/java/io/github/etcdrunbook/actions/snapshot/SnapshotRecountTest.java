package io.github.etcdrunbook.actions.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.actions.snapshot.SnapshotRecount.Arguments;
import io.github.etcdrunbook.actions.snapshot.SnapshotRecount.Observation;
import io.github.etcdrunbook.actions.snapshot.SnapshotRecount.Output;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Recount;
import io.github.etcdrunbook.world.Sight;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SnapshotRecountTest {
  private static final Arguments ARGUMENTS = new Arguments("before.db", "after.db", 1_000);

  private static Decision<Output> decided(Sight<Recount> recount) {
    return new SnapshotRecount().decide(ARGUMENTS, new Observation(recount));
  }

  @Test
  void tellsWhichTypesHaveFewerKeysNow() {
    Recount recount =
        new Recount(90, 6, 4, 1, List.of("events 10 in the snapshot, 6 now"), 0, List.of());
    Decision<Output> decision = decided(new Sight.Seen<>(recount));
    assertInstanceOf(Decision.Satisfied.class, decision);
    Decision.Satisfied<Output> satisfied = (Decision.Satisfied<Output>) decision;
    assertEquals(
        """
        100 keys of the snapshot: 90 as they were, 6 written since, 4 deleted or expired since; 1 are new
          events 10 in the snapshot, 6 now\
        """,
        satisfied.why());
    assertEquals(4, satisfied.output().gone());
  }

  @Test
  void refusesWhatNoWriteExplainsAndNamesIt() {
    Recount recount =
        new Recount(97, 0, 0, 0, List.of(), 3, List.of("/registry/minions/cp1 (missing)"));
    Decision.Refused<?> refused =
        assertInstanceOf(Decision.Refused.class, decided(new Sight.Seen<>(recount)));
    assertTrue(refused.why().contains("3 that nothing explains"), refused.why());
    assertTrue(refused.why().contains("/registry/minions/cp1 (missing)"), refused.why());
  }

  @Test
  void aFileThatCannotBeReadIsNotCountedAsGood() {
    assertInstanceOf(
        Decision.Refused.class,
        decided(new Sight.Unseen<>(new Failure.Unsuitable("after.db is cut", "look"))));
  }
}
