package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.Planning;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectText;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.SlowWorldBuilder;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.world.Unit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The restore as it is shipped, on the slow twin of the forecast that it was planned with. */
class RestoreOnSlowWorldTest {
  private static final List<Unit> UNITS =
      List.of(Unit.ETCD, Unit.KUBE_APISERVER, Unit.KUBE_CONTROLLER_MANAGER, Unit.KUBE_SCHEDULER);

  private static final Playbook PLAYBOOK = SlowStage.read("playbooks/restore-from-snapshot.yaml");

  private static SlowStage stage(SlowWorld world) {
    return new SlowStage(
        world,
        PLAYBOOK,
        Map.of("snapshot", SlowWorldBuilder.SNAPSHOT, "reason", "objects were deleted"));
  }

  private static Plan plan(SlowStage stage) {
    Planning planning = stage.plan();
    if (planning instanceof Planning.Rejected rejected) {
      throw new AssertionError(rejected.findings());
    }
    return assertInstanceOf(Planning.Ready.class, planning).plan();
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

  private static List<String> texts(Stream<Effect> effects) {
    return effects
        .filter(effect -> !(effect instanceof Effect.Await))
        .map(EffectText::withHost)
        .sorted()
        .toList();
  }

  private static Reader reader(SlowWorld world) {
    return world.reader(
        new Standpoint(SlowStage.RUN, "prod", new StepId("after"), Optional.empty()));
  }

  /** What stands on the hosts: units, data, cluster. Moving figures are left out. */
  private static List<String> standing(SlowWorld world) {
    List<String> facts = new ArrayList<>();
    Reader reader = reader(world);
    for (HostName name : reader.hosts()) {
      HostReader host = reader.host(name).seen().orElseThrow();
      for (Unit unit : UNITS) {
        facts.add(
            name
                + " "
                + unit
                + " runs: "
                + host.unit(unit).running().isPresent()
                + ", startable: "
                + host.unit(unit).startable());
      }
      Optional<MemberStatus> status = reader.etcd().status(name).seen();
      facts.add(name + " is of cluster " + status.map(MemberStatus::cluster));
      String data = host.etcd().map(EtcdLayout::directories).orElseThrow().data();
      for (String path :
          List.of(
              data,
              data + ".before-" + SlowStage.RUN,
              data + ".restore-" + SlowStage.RUN,
              "/var/lib/etcd-runbook/" + SlowStage.RUN + "/snapshot.db")) {
        facts.add(name + " " + path + " is there: " + !host.path(path).isAbsent());
      }
    }
    return facts;
  }

  private static SlowWorld settled(SlowWorld world) {
    world.sleep(Duration.ofMinutes(2));
    return world;
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void performsWhatWasPlanned(int members) throws IOException {
    SlowStage stage = stage(SlowWorld.builder().members(members).build());
    Plan plan = plan(stage);
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
    assertEquals(planned(plan), performed(stage));
    assertEquals(List.of(), stage.world.hazards());
  }

  @Test
  void performsWhatWasPlannedUnderSystemd() throws IOException {
    SlowStage stage = stage(SlowWorld.builder().systemd().build());
    Plan plan = plan(stage);
    assertEquals(RunEnd.Kind.DONE, stage.run(plan).kind());
    assertEquals(planned(plan), performed(stage));
    assertEquals(List.of(), stage.world.hazards());
  }

  @Test
  void survivesLostRequestsAnswersAndHosts() throws IOException {
    SlowStage undisturbed = stage(SlowWorld.builder().build());
    Plan plan = plan(undisturbed);
    undisturbed.run(plan);
    List<String> standing = standing(settled(undisturbed.world));
    for (SlowWorld.Lost lost : SlowWorld.Lost.values()) {
      for (int call = 1; call < 40; call += 7) {
        SlowStage stage = stage(SlowWorld.builder().build());
        stage.world.lose(lost, call);
        RunEnd end = stage.run(plan);
        if (lost == SlowWorld.Lost.HOST && end.kind() != RunEnd.Kind.DONE) {
          // A host that reboots may end the run; it goes on when the host is back.
          settled(stage.world);
          end = stage.run(plan);
        }
        assertEquals(RunEnd.Kind.DONE, end.kind(), lost + " " + call + ": " + end.failures());
        assertEquals(standing, standing(settled(stage.world)), lost + " " + call);
        assertEquals(planned(plan), performed(stage), lost + " " + call);
        repeatsOnlyWhatMayBeRepeated(stage, lost + " " + call);
      }
    }
  }

  private static void repeatsOnlyWhatMayBeRepeated(SlowStage stage, String point) {
    RunState state = stage.journal.replay().state();
    Map<EffectKey, Integer> performed = stage.world.performed();
    for (EffectRef ref : performed.keySet().stream().map(EffectKey::effect).distinct().toList()) {
      long times =
          performed.entrySet().stream()
              .filter(each -> each.getKey().effect().equals(ref))
              .filter(each -> each.getKey().phase() == EffectKey.Phase.FORWARD)
              .mapToLong(Map.Entry::getValue)
              .sum();
      Effect effect = state.act(ref).orElseThrow().act().effect();
      assertTrue(
          times <= 1 || effect.proof() == Effect.Proof.REPEATABLE,
          point + ": " + ref + " happened " + times + " times");
    }
  }

  /** Kills at every nth append in the ways given and resumes; answers how many points it tried. */
  private static int matrix(int every, List<MortalJournal.Way> ways) throws IOException {
    SlowStage undisturbed = stage(SlowWorld.builder().build());
    Plan plan = plan(undisturbed);
    undisturbed.run(plan);
    List<String> standing = standing(settled(undisturbed.world));
    int appends = undisturbed.journal.appends();
    int points = 0;
    for (int append = 0; append < appends - 1; append += every) {
      for (MortalJournal.Way way : ways) {
        String point = "died at append " + append + ", " + way;
        SlowStage stage = stage(SlowWorld.builder().build());
        stage.journal.dieAt(append, way);
        if (!stage.diesRunning(plan)) {
          // Threads take turns as they like: a run may have an attempt less than another.
          continue;
        }
        stage.journal.revive();
        RunEnd end = stage.run(plan);
        assertEquals(RunEnd.Kind.DONE, end.kind(), point + ": " + end.failures());
        assertEquals(standing, standing(settled(stage.world)), point);
        assertEquals(planned(plan), performed(stage), point);
        assertEquals(List.of(), stage.world.hazards(), point);
        repeatsOnlyWhatMayBeRepeated(stage, point);
        points++;
      }
    }
    return points;
  }

  @ParameterizedTest
  @EnumSource
  void resumesFromASampleOfAppends(MortalJournal.Way way) throws IOException {
    int points = matrix(37, List.of(way));
    assertTrue(points > 5, points + " points");
  }

  @Test
  @Tag("crash")
  void resumesFromEveryAppend() throws IOException {
    int points = matrix(1, List.of(MortalJournal.Way.values()));
    assertTrue(points > 800, points + " points");
  }

  @Test
  void isTakenBackFromEachStepBeforeThePointOfNoReturn() throws IOException {
    SlowStage undisturbed = stage(SlowWorld.builder().build());
    List<String> before = standing(undisturbed.world);
    Plan plan = plan(undisturbed);
    undisturbed.run(plan);
    int appends = undisturbed.journal.appends();
    int refused = 0;
    int undone = 0;
    for (int append = 5; append < appends - 1; append += 29) {
      String point = "died at append " + append;
      SlowStage stage = stage(SlowWorld.builder().build());
      stage.journal.dieAt(append, MortalJournal.Way.AFTER_FORCE);
      if (!stage.diesRunning(plan)) {
        continue;
      }
      stage.journal.revive();
      if (stage.undo(plan) instanceof Undoer.End.Refused) {
        refused++;
      } else {
        assertEquals(before, standing(settled(stage.world)), point);
        undone++;
      }
    }
    assertTrue(refused > 0 && undone > refused, undone + " undone, " + refused + " refused");
  }
}
