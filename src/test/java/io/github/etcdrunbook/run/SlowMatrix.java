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
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.world.Unit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A playbook on the slow world: what it leaves behind, and what becomes of it when it is killed.
 */
final class SlowMatrix {
  private static final List<Unit> UNITS =
      List.of(Unit.ETCD, Unit.KUBE_APISERVER, Unit.KUBE_CONTROLLER_MANAGER, Unit.KUBE_SCHEDULER);

  private final Supplier<SlowWorld> worlds;
  private final Playbook playbook;
  private final Map<String, String> inputs;

  /** Runs of the playbook, each on a new world. */
  SlowMatrix(Supplier<SlowWorld> worlds, Playbook playbook, Map<String, String> inputs) {
    this.worlds = worlds;
    this.playbook = playbook;
    this.inputs = inputs;
  }

  SlowStage stage() {
    return new SlowStage(worlds.get(), playbook, inputs);
  }

  static Plan plan(SlowStage stage) {
    Planning planning = stage.plan();
    if (planning instanceof Planning.Rejected rejected) {
      throw new AssertionError(rejected.findings());
    }
    return assertInstanceOf(Planning.Ready.class, planning).plan();
  }

  static List<String> planned(Plan plan) {
    return texts(
        plan.steps().stream()
            .map(PlannedStep::planned)
            .filter(Planned.Change.class::isInstance)
            .flatMap(change -> ((Planned.Change) change).acts().stream())
            .map(Act::effect));
  }

  static List<String> performed(SlowStage stage) {
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
  static List<String> standing(SlowWorld world) {
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

  /** Which members there are, of which cluster, by their own words. */
  static List<String> identity(SlowWorld world) {
    Reader reader = reader(world);
    return reader.hosts().stream()
        .flatMap(host -> reader.etcd().status(host).seen().stream())
        .map(status -> status.member() + " of " + status.cluster())
        .toList();
  }

  /** The lowest revision of all members. */
  static long revision(SlowWorld world) {
    Reader reader = reader(world);
    return reader.hosts().stream()
        .flatMap(host -> reader.etcd().status(host).seen().stream())
        .flatMap(status -> status.progress().known().stream())
        .mapToLong(MemberStatus.Progress::revision)
        .min()
        .orElse(0);
  }

  static SlowWorld settled(SlowWorld world) {
    world.sleep(Duration.ofMinutes(2));
    return world;
  }

  static void repeatsOnlyWhatMayBeRepeated(SlowStage stage, String point) {
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
  int survived(int every, List<MortalJournal.Way> ways) throws IOException {
    SlowStage undisturbed = stage();
    Plan plan = plan(undisturbed);
    undisturbed.run(plan);
    List<String> standing = standing(settled(undisturbed.world));
    int appends = undisturbed.journal.appends();
    int points = 0;
    for (int append = 0; append < appends - 1; append += every) {
      for (MortalJournal.Way way : ways) {
        String point = "died at append " + append + ", " + way;
        SlowStage stage = stage();
        stage.journal.dieAt(append, way);
        if (!stage.diesRunning(plan)) {
          // Threads take turns as they like: a run may have an attempt less than another.
          continue;
        }
        stage.journal.revive();
        if (stage.journal.replay().state().stage() == RunState.Stage.ENDED) {
          // For the same reason it may have died at its last event, and then it is over.
          continue;
        }
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

  /** Kills at every nth append and takes the run back; answers how many were taken back. */
  int undone(int first, int every) throws IOException {
    SlowStage undisturbed = stage();
    List<String> before = standing(undisturbed.world);
    List<String> identity = identity(undisturbed.world);
    long revision = revision(undisturbed.world);
    Plan plan = plan(undisturbed);
    undisturbed.run(plan);
    int appends = undisturbed.journal.appends();
    int undone = 0;
    for (int append = first; append < appends - 1; append += every) {
      String point = "died at append " + append;
      SlowStage stage = stage();
      stage.journal.dieAt(append, MortalJournal.Way.AFTER_FORCE);
      if (!stage.diesRunning(plan)) {
        continue;
      }
      stage.journal.revive();
      Undoer.End end = stage.undo(plan);
      if (!(end instanceof Undoer.End.Refused)) {
        assertEquals(new Undoer.End.Complete(), end, point);
        assertEquals(before, standing(settled(stage.world)), point);
        assertEquals(identity, identity(stage.world), point);
        assertTrue(revision(stage.world) >= revision && revision > 0, point);
        undone++;
      }
    }
    return undone;
  }
}
