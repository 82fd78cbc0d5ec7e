package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlanFinding;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.Planning;
import io.github.etcdrunbook.world.Alarm;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectText;
import io.github.etcdrunbook.world.EtcdReader;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.SlowWorldBuilder;
import io.github.etcdrunbook.world.Space;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The everyday playbooks as they are shipped, on the slow twin of the forecast. */
class EverydayOnSlowWorldTest {
  /** A playbook and the world that it is for. */
  enum Play {
    COMPACT("compact", "keep_revisions", "100"),
    ROLLING_DEFRAGMENT("rolling-defragment", "rule", "size > inUse"),
    NOSPACE_RECOVERY("nospace-recovery", "keep_revisions", "1000"),
    RAISE_QUOTA("raise-quota", "quota", "4GiB");

    private final String name;
    private final String input;
    private final String value;

    Play(String name, String input, String value) {
      this.name = name;
      this.input = input;
      this.value = value;
    }

    SlowStage stage(SlowWorld world) {
      return new SlowStage(
          world, SlowStage.read("playbooks/" + name + ".yaml"), Map.of(input, value));
    }

    SlowWorld world() {
      SlowWorldBuilder builder = SlowWorld.builder();
      return switch (this) {
        case COMPACT -> builder.build();
        case ROLLING_DEFRAGMENT -> compacted(builder.build());
        case NOSPACE_RECOVERY, RAISE_QUOTA -> builder.full().build();
      };
    }

    /** Its history is dropped, so that the files have free pages. */
    private static SlowWorld compacted(SlowWorld world) {
      COMPACT.runIn(world);
      return world;
    }

    private void runIn(SlowWorld world) {
      try {
        SlowStage stage = stage(world);
        assertEquals(RunEnd.Kind.DONE, stage.run(plan(stage)).kind());
      } catch (IOException impossible) {
        throw new AssertionError(impossible);
      }
    }
  }

  private static Plan plan(SlowStage stage) {
    Planning planning = stage.plan();
    if (planning instanceof Planning.Rejected rejected) {
      throw new AssertionError(rejected.findings());
    }
    return assertInstanceOf(Planning.Ready.class, planning).plan();
  }

  private static List<String> refusals(SlowStage stage) {
    return assertInstanceOf(Planning.Rejected.class, stage.plan()).findings().stream()
        .map(PlanFinding::what)
        .toList();
  }

  private static List<String> planned(Plan plan) {
    return texts(
        plan.steps().stream()
            .map(PlannedStep::planned)
            .filter(Planned.Change.class::isInstance)
            .flatMap(change -> ((Planned.Change) change).acts().stream())
            .map(Act::effect));
  }

  private static List<String> performed(SlowStage stage) {
    return texts(
        stage.journal.replay().state().steps().values().stream()
            .flatMap(step -> step.acts().stream())
            .filter(ActState::isDone)
            .map(act -> act.act().effect()));
  }

  /** Without waits; and a probe is not written when clients have written already. */
  private static List<String> texts(Stream<Effect> effects) {
    return effects
        .filter(effect -> !(effect instanceof Effect.Await))
        .filter(effect -> !(effect instanceof Effect.WriteProbe))
        .map(EffectText::withHost)
        .map(text -> text.replaceAll("~[0-9]+", "~"))
        .sorted()
        .toList();
  }

  private static Reader reader(SlowWorld world) {
    return world.reader(
        new Standpoint(SlowStage.RUN, "prod", new StepId("after"), Optional.empty()));
  }

  /** What the playbooks are about: history, space, alarms, and that all serve. */
  private static List<String> standing(SlowWorld world) {
    world.sleep(Duration.ofMinutes(1));
    List<String> facts = new ArrayList<>();
    EtcdReader etcd = reader(world).etcd();
    for (HostName host : reader(world).etcdHosts()) {
      Space space = etcd.space(host).seen().orElseThrow();
      long free = space.size().known().orElseThrow() - space.inUse().known().orElseThrow();
      facts.add(host + " has free pages: " + (free > 1 << 20));
      facts.add(host + " has history: " + (compacted(etcd, host) < 1000));
      facts.add(host + " alarms: " + etcd.alarms(host).seen().orElseThrow());
      facts.add(host + " serves: " + etcd.linearizable(host));
    }
    return facts;
  }

  private static long compacted(EtcdReader etcd, HostName host) {
    return etcd.compacted(host).seen().flatMap(Value::known).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void performsWhatWasPlanned(Play play) throws IOException {
    SlowStage stage = play.stage(play.world());
    Plan plan = plan(stage);
    RunEnd end = stage.run(plan);
    assertEquals(RunEnd.Kind.DONE, end.kind(), () -> end.failures().toString());
    assertFalse(planned(plan).isEmpty());
    assertEquals(planned(plan), performed(stage));
    assertEquals(List.of(), stage.world.hazards());
  }

  @ParameterizedTest
  @EnumSource
  void aSecondRunRightAfterTheFirstChangesNothing(Play play) throws IOException {
    SlowWorld world = play.world();
    SlowStage first = play.stage(world);
    assertEquals(RunEnd.Kind.DONE, first.run(plan(first)).kind());
    SlowStage second = play.stage(world);
    Plan plan = plan(second);
    assertFalse(plan.changes(), () -> planned(plan).toString());
    assertEquals(RunEnd.Kind.DONE, second.run(plan).kind());
    assertEquals(List.of(), performed(second));
  }

  @ParameterizedTest
  @EnumSource
  void resumesFromASampleOfAppends(Play play) throws IOException {
    SlowStage undisturbed = play.stage(play.world());
    Plan plan = plan(undisturbed);
    undisturbed.run(plan);
    List<String> standing = standing(undisturbed.world);
    int points = 0;
    for (int append = 1; append < undisturbed.journal.appends() - 1; append += 9) {
      for (MortalJournal.Way way : MortalJournal.Way.values()) {
        String point = "died at append " + append + ", " + way;
        SlowStage stage = play.stage(play.world());
        stage.journal.dieAt(append, way);
        if (!stage.diesRunning(plan)) {
          continue;
        }
        stage.journal.revive();
        RunEnd end = stage.run(plan);
        assertEquals(RunEnd.Kind.DONE, end.kind(), () -> point + ": " + end.failures());
        assertEquals(standing, standing(stage.world), point);
        assertEquals(planned(plan), performed(stage), point);
        assertEquals(List.of(), stage.world.hazards(), point);
        points++;
      }
    }
    assertTrue(points > 2, points + " points");
  }

  @ParameterizedTest
  @EnumSource
  void survivesLostRequestsAnswersAndHosts(Play play) throws IOException {
    Plan plan = plan(play.stage(play.world()));
    for (SlowWorld.Lost lost : SlowWorld.Lost.values()) {
      for (int call = 1; call < 8; call += 2) {
        SlowStage stage = play.stage(play.world());
        stage.world.lose(lost, call);
        RunEnd end = stage.run(plan);
        if (lost == SlowWorld.Lost.HOST && end.kind() != RunEnd.Kind.DONE) {
          stage.world.sleep(Duration.ofMinutes(2));
          end = stage.run(plan);
        }
        assertEquals(RunEnd.Kind.DONE, end.kind(), lost + " " + call + ": " + end.failures());
      }
    }
  }

  @Test
  void clearsTheAlarmAlsoWhileApiServersCrash() throws IOException {
    SlowWorld world = Play.NOSPACE_RECOVERY.world();
    for (HostName host : reader(world).etcdHosts()) {
      world.crash(host, Unit.KUBE_APISERVER);
    }
    SlowStage stage = Play.NOSPACE_RECOVERY.stage(world);
    assertEquals(RunEnd.Kind.DONE, stage.run(plan(stage)).kind());
    assertTrue(standing(world).contains("cp1 alarms: []"), () -> standing(world).toString());
  }

  @Test
  void refusesToClearTheSpaceAlarmBesideACorruptMember() {
    SlowWorld world = Play.NOSPACE_RECOVERY.world();
    world.raise(new HostName("cp2"), Alarm.Type.CORRUPT);
    List<String> refusals = refusals(Play.NOSPACE_RECOVERY.stage(world));
    assertTrue(refusals.getFirst().contains("CORRUPT alarm is raised"), refusals::toString);
  }

  @Test
  void refusesToDefragmentWhileAnotherMemberIsDown() {
    SlowWorld world = Play.ROLLING_DEFRAGMENT.world();
    world.crash(new HostName("cp3"), Unit.ETCD);
    List<String> refusals = refusals(Play.ROLLING_DEFRAGMENT.stage(world));
    assertTrue(refusals.getFirst().contains("does not answer"), refusals::toString);
  }

  @Test
  void keepsTheAlarmWhenACompactionIsNotEnough() throws IOException {
    SlowWorld world = Play.NOSPACE_RECOVERY.world();
    SlowStage stage =
        new SlowStage(
            world,
            SlowStage.read("playbooks/nospace-recovery.yaml"),
            Map.of("keep_revisions", "4500"));
    RunEnd end = stage.run(plan(stage));
    assertEquals(RunEnd.Kind.REFUSED, end.kind());
    assertTrue(end.changed());
    String why = end.failures().toString();
    assertTrue(why.contains("too much") && why.contains("raise-quota"), why);
    assertFalse(standing(world).contains("cp1 alarms: []"));
  }
}
