package io.github.etcdrunbook.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.Condition;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlanComparisonTest {
  private static final HostName CP1 = new HostName("cp1");
  private static final HostName CP2 = new HostName("cp2");
  private static final StepAt AT = new StepAt(new StepId("swap"), Optional.of(CP1));
  private static final Effect AWAY = new Effect.Move(CP1, "/live", "/kept");
  private static final Effect IN = new Effect.Move(CP1, "/staged", "/live");
  private static final Effect STOP = new Effect.Control(CP1, Unit.ETCD, Effect.Control.Verb.STOP);
  private static final Effect WAIT =
      new Effect.Await(new Condition.Gone(CP1, Unit.ETCD), Duration.ofMinutes(1));

  private static List<Act> acts(Effect... effects) {
    return Arrays.stream(effects)
        .map(effect -> Act.of(effect, new Undo.NotNeeded("test"), Duration.ofSeconds(1)))
        .toList();
  }

  private static Planned change(Effect... effects) {
    return new Planned.Change("change", acts(effects), Optional.empty());
  }

  private static Plan plan(Planned planned) {
    return new Plan(
        new RunId("20260102-030405-abcd"),
        new Plan.Made(Instant.EPOCH, Instant.MAX, "ops", Optional.empty(), "p", "prod"),
        new Plan.Frozen(List.of(), List.of(), List.of(), Map.of()),
        List.of(
            new PlannedStep(
                AT,
                "Swap",
                planned,
                new PlannedStep.Marks(Optional.empty(), Optional.empty(), false),
                SourceRange.startOf("p.yaml"))),
        Optional.empty());
  }

  static Stream<Arguments> benign() {
    return Stream.of(
        Arguments.of("the same", change(STOP, AWAY, IN), acts(STOP, AWAY, IN)),
        Arguments.of("less at the start", change(STOP, AWAY, IN), acts(AWAY, IN)),
        Arguments.of("less in the middle", change(STOP, AWAY, IN), acts(STOP, IN)),
        Arguments.of("nothing left", change(STOP, AWAY, IN), acts()),
        Arguments.of("another wait", change(STOP, WAIT, IN), acts(WAIT, STOP, IN, WAIT)),
        Arguments.of("only waits", new Planned.Satisfied("s", new NoOutput()), acts(WAIT)),
        Arguments.of(
            "a snapshot of another member",
            change(new Effect.SaveSnapshot(CP1, "/b.db")),
            acts(new Effect.SaveSnapshot(CP2, "/b.db"))),
        Arguments.of("known only now", new Planned.Deferred("stop"), acts(STOP)));
  }

  static Stream<Arguments> harmful() {
    return Stream.of(
        Arguments.of("more", change(AWAY, IN), acts(AWAY, IN, STOP)),
        Arguments.of("twice", change(AWAY), acts(AWAY, AWAY)),
        Arguments.of("another order", change(AWAY, IN), acts(IN, AWAY)),
        Arguments.of("another path", change(IN), acts(new Effect.Move(CP1, "/staged", "/x"))),
        Arguments.of("another host", change(IN), acts(new Effect.Move(CP2, "/staged", "/live"))),
        Arguments.of(
            "the opposite",
            change(STOP),
            acts(new Effect.Control(CP1, Unit.ETCD, Effect.Control.Verb.START))),
        Arguments.of("was satisfied", new Planned.Satisfied("s", new NoOutput()), acts(STOP)),
        Arguments.of("was skipped", new Planned.Skipped("when"), acts(STOP)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("benign")
  void letsThrough(String what, Planned planned, List<Act> now) {
    assertEquals(Optional.empty(), new PlanComparison(plan(planned)).moved(AT, now), what);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harmful")
  void stops(String what, Planned planned, List<Act> now) {
    assertTrue(new PlanComparison(plan(planned)).moved(AT, now).isPresent(), what);
  }

  @Test
  void saysWhatMoved() {
    assertEquals(
        Optional.of(
            "it would now cp1: move /staged to /x, which is not among what was planned for it:"
                + " there it was to cp1: move /staged to /live; to: planned `/live`, now `/x`"),
        new PlanComparison(plan(change(IN)))
            .moved(AT, acts(new Effect.Move(CP1, "/staged", "/x"))));
  }

  @Test
  void stopsAtAStepThatThePlanDoesNotHave() {
    StepAt other = new StepAt(AT.step(), Optional.of(CP2));
    assertTrue(new PlanComparison(plan(change(STOP))).moved(other, acts(STOP)).isPresent());
  }

  private record Promote(Value<Long> member, Value<Long> revision) {}

  private static Promote promote(Value<Long> member, long revision) {
    return new Promote(member, Value.drifting(revision));
  }

  private static Value<Long> pending(int index) {
    return new Value.Pending<>(new EffectRef(new StepId("add"), Optional.empty(), index), "member");
  }

  @Test
  void letsDriftingValuesDrift() {
    assertTrue(new Unification().unify(promote(Value.fixed(1L), 10), promote(Value.fixed(1L), 99)));
    assertFalse(
        new Unification().unify(promote(Value.fixed(1L), 10), promote(Value.fixed(2L), 10)));
  }

  @Test
  void bindsAPendingValueOnce() {
    Unification run = new Unification();
    assertTrue(run.unify(promote(pending(0), 1), promote(Value.fixed(7L), 1)));
    assertTrue(run.unify(promote(pending(0), 1), promote(Value.fixed(7L), 1)));
    assertFalse(run.unify(promote(pending(0), 1), promote(Value.fixed(8L), 1)));
    assertTrue(run.unify(promote(pending(1), 1), promote(Value.fixed(8L), 1)));
  }

  @Test
  void bindsNothingWhenItDoesNotMatch() {
    Unification run = new Unification();
    assertFalse(
        run.unify(List.of(pending(0), Value.fixed(1L)), List.of(Value.fixed(7L), Value.fixed(2L))));
    assertTrue(run.unify(pending(0), Value.fixed(8L)));
  }
}
