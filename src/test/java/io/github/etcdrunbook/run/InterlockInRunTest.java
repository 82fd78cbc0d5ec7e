package io.github.etcdrunbook.run;

import static io.github.etcdrunbook.run.SlowMatrix.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.Unit;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The interlock inside a run and an undo: what was right when it was planned no longer is. */
class InterlockInRunTest {
  private static final HostName OTHER = new HostName("cp2");

  private final SlowStage stage =
      new SlowStage(
          SlowWorld.builder().build(),
          SlowStage.steps(
              "",
              """
              - {id: stop, hosts: cp1, uses: controlplane.stop, with: {units: [etcd]}}
              - {id: start, hosts: cp1, uses: controlplane.start, with: {units: [etcd]}}
              """),
          Map.of());

  private void otherMember(Effect.Control.Verb verb) {
    stage
        .world
        .writer(OTHER)
        .perform(
            new Effect.Control(OTHER, Unit.ETCD, verb),
            new EffectKey(
                SlowStage.RUN,
                Trial.effect("other", verb.name().toLowerCase(java.util.Locale.ROOT), 0),
                EffectKey.Phase.FORWARD,
                1),
            Duration.ofMinutes(1),
            (done, total) -> {});
    stage.world.sleep(Duration.ofMinutes(1));
  }

  @Test
  void refusesAnEffectThatWouldNowTakeTheQuorum() throws IOException {
    Plan plan = plan(stage);
    otherMember(Effect.Control.Verb.STOP);
    RunEnd end = stage.run(plan);
    assertEquals(RunEnd.Kind.REFUSED, end.kind());
    Trouble.Broke broke =
        assertInstanceOf(Trouble.Broke.class, end.failures().getFirst().trouble());
    assertInstanceOf(Failure.InterlockBroken.class, broke.failure());
    assertFalse(end.changed());
    otherMember(Effect.Control.Verb.START);
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
  }

  @Test
  void refusesAnInverseThatWouldNowTakeTheQuorum() throws IOException {
    Plan plan = plan(stage);
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
    otherMember(Effect.Control.Verb.STOP);
    Undoer.End.Incomplete end = assertInstanceOf(Undoer.End.Incomplete.class, stage.undo(plan));
    assertEquals(Trial.effect("start", "cp1", 0), end.at());
    Trouble.Broke broke = assertInstanceOf(Trouble.Broke.class, end.trouble());
    assertInstanceOf(Failure.InterlockBroken.class, broke.failure());
    otherMember(Effect.Control.Verb.START);
    assertEquals(new Undoer.End.Complete(), stage.undo(plan));
  }
}
