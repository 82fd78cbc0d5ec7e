package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.Planning;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectText;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.Member;
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
import org.junit.jupiter.params.provider.MethodSource;

/** The playbooks that change who is a member, as shipped, on the slow twin of the forecast. */
class MembersOnSlowWorldTest {
  /** The first version whose flag drops learners, too. */
  private static final String FLAG_WORKS = "3.5.25";

  static final String SAVED = "/saved/prod-" + SlowStage.RUN + ".db";

  /** A playbook and the world that it is for. */
  record Play(String name, Map<String, String> inputs, SlowWorldBuilder builder) {
    SlowStage stage() {
      SlowWorld world = builder.build();
      return MembersOnSlowWorldTest.stage(
          name, inputs, name.equals("force-new-cluster") ? saved(world) : world);
    }
  }

  static List<Play> plays() {
    return List.of(
        new Play("remove-member", Map.of("host", "cp2"), SlowWorld.builder()),
        new Play("remove-member", Map.of("host", "cp2"), SlowWorld.builder().members(2)),
        new Play("remove-member", Map.of("host", "cp1"), SlowWorld.builder().systemd()),
        new Play("remove-member", Map.of("host", "cp3"), SlowWorld.builder().crashing("cp3")),
        new Play(
            "remove-member",
            Map.of("host", "cp3", "fenced", "[cp3]"),
            SlowWorld.builder().members(5).off("cp3")),
        new Play("add-member", Map.of("host", "cp4"), SlowWorld.builder().fresh(1)),
        new Play(
            "add-member",
            Map.of("host", "cp2"),
            SlowWorld.builder().members(1).fresh(1).version("3.5.30")),
        new Play("add-member", Map.of("host", "cp4"), SlowWorld.builder().fresh(1).madeByKubelet()),
        new Play(
            "force-new-cluster",
            Map.of("snapshot", SAVED, "reason", "their disks are lost", "rejoin", "[cp2, cp3]"),
            SlowWorld.builder().madeByKubelet().crashing("cp2").crashing("cp3")),
        new Play(
            "force-new-cluster",
            Map.of("snapshot", SAVED, "fenced", "[cp1, cp3]"),
            SlowWorld.builder().off("cp1").off("cp3")),
        new Play(
            "force-new-cluster",
            Map.of("snapshot", SAVED, "reason", "their disks are lost", "rejoin", "[cp2, cp3]"),
            SlowWorld.builder().crashing("cp2").crashing("cp3")),
        new Play(
            "force-new-cluster",
            Map.of(
                "route",
                "flag",
                "snapshot",
                SAVED,
                "reason",
                "their disks are lost",
                "rejoin",
                "[cp3]"),
            SlowWorld.builder().systemd().version(FLAG_WORKS).crashing("cp2").crashing("cp3")));
  }

  /** A snapshot of the member with the longest log, taken without quorum. */
  static SlowWorld saved(SlowWorld world) {
    try {
      SlowStage backup = stage("backup", Map.of("to", "/saved"), world);
      assertEquals(RunEnd.Kind.DONE, backup.run(plan(backup)).kind());
      return world;
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static SlowStage stage(String name, Map<String, String> inputs, SlowWorld world) {
    return new SlowStage(world, SlowStage.read("playbooks/" + name + ".yaml"), inputs);
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

  /** Without waits, and without ids that are known only when a member is added. */
  private static List<String> texts(Stream<Effect> effects) {
    return effects
        .filter(effect -> !(effect instanceof Effect.Await))
        .map(EffectText::withHost)
        .map(text -> text.replaceAll("member (known after \\S+|[0-9a-f]{6,16}) ", "member "))
        .sorted()
        .toList();
  }

  /** What stands: units, data, members. Ids and moving figures are left out. */
  private static List<String> standing(SlowWorld world) {
    world.sleep(Duration.ofMinutes(2));
    List<String> facts = new ArrayList<>();
    Reader reader =
        world.reader(new Standpoint(SlowStage.RUN, "prod", new StepId("after"), Optional.empty()));
    for (HostName name : reader.hosts()) {
      reader.host(name).seen().ifPresent(host -> host(host, facts));
      facts.add(name + " serves: " + reader.etcd().linearizable(name));
      if (reader.etcd().linearizable(name)) {
        List<Member> members = reader.etcd().members(name).seen().orElseThrow();
        facts.add(
            name
                + " lists "
                + members.stream()
                    .map(one -> one.name() + one.peerUrls() + one.learner())
                    .sorted()
                    .toList());
      }
    }
    return facts;
  }

  private static void host(HostReader host, List<String> facts) {
    for (Unit unit : Unit.values()) {
      facts.add(
          host.name()
              + " "
              + unit
              + " defined: "
              + host.unit(unit).defined()
              + ", startable: "
              + host.unit(unit).startable());
    }
    for (String path : List.of("/var/lib", "/var/lib/etcd")) {
      // The runs' own folder may be left empty.
      facts.add(
          host.name()
              + " "
              + path
              + ": "
              + host.list(path).stream().filter(name -> !name.equals("etcd-runbook")).toList());
    }
    facts.add(host.name() + " settings: " + host.configuration());
  }

  @ParameterizedTest
  @MethodSource("plays")
  void performsWhatWasPlanned(Play play) throws IOException {
    SlowStage stage = play.stage();
    Plan plan = plan(stage);
    RunEnd end = stage.run(plan);
    assertEquals(RunEnd.Kind.DONE, end.kind(), () -> end.failures().toString());
    assertFalse(planned(plan).isEmpty());
    assertEquals(planned(plan), performed(stage));
    assertEquals(List.of(), stage.world.hazards());
  }

  /** Kills at about so many appends in the ways given, and resumes; how often it was killed. */
  private static int matrix(Play play, int most, List<MortalJournal.Way> ways) throws IOException {
    SlowStage undisturbed = play.stage();
    Plan plan = plan(undisturbed);
    undisturbed.run(plan);
    List<String> standing = standing(undisturbed.world);
    int points = 0;
    int appends = undisturbed.journal.appends() - 1;
    int step = Math.max(1, appends / most);
    for (int append = Math.floorMod(Long.getLong("test.seed", 0), step);
        append < appends;
        append += step) {
      for (MortalJournal.Way way : ways) {
        String point = play + " died at append " + append + ", " + way;
        SlowStage stage = play.stage();
        stage.journal.dieAt(append, way);
        if (!stage.diesRunning(plan)) {
          continue;
        }
        stage.journal.revive();
        RunEnd end = stage.run(plan);
        assertEquals(RunEnd.Kind.DONE, end.kind(), point + ": " + end.failures());
        assertEquals(standing, standing(stage.world), point);
        assertEquals(planned(plan), performed(stage), point);
        assertEquals(List.of(), stage.world.hazards(), point);
        points++;
      }
    }
    return points;
  }

  @ParameterizedTest
  @MethodSource("plays")
  void resumesFromASampleOfAppends(Play play) throws IOException {
    int points = matrix(play, 4, List.of(MortalJournal.Way.values()));
    assertTrue(points > 3, points + " points");
  }

  @ParameterizedTest
  @MethodSource("plays")
  @Tag("crash")
  void resumesFromEveryAppend(Play play) throws IOException {
    int most = Boolean.getBoolean("test.full") ? Integer.MAX_VALUE : 12;
    assertTrue(matrix(play, most, List.of(MortalJournal.Way.values())) > 24);
  }

  @ParameterizedTest
  @MethodSource("plays")
  void survivesLostRequestsAndAnswers(Play play) throws IOException {
    SlowStage undisturbed = play.stage();
    Plan plan = plan(undisturbed);
    undisturbed.run(plan);
    List<String> standing = standing(undisturbed.world);
    for (SlowWorld.Lost lost : List.of(SlowWorld.Lost.REQUEST, SlowWorld.Lost.ANSWER)) {
      for (int call = 1; call <= planned(plan).size(); call += 5) {
        SlowStage stage = play.stage();
        stage.world.lose(lost, call);
        RunEnd end = stage.run(plan);
        assertEquals(RunEnd.Kind.DONE, end.kind(), lost + " " + call + ": " + end.failures());
        assertEquals(standing, standing(stage.world), lost + " " + call);
        assertEquals(planned(plan), performed(stage), lost + " " + call);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("plays")
  void isTakenBackFromEveryAppendBeforeThePointOfNoReturn(Play play) throws IOException {
    List<String> before = standing(play.stage().world);
    SlowStage undisturbed = play.stage();
    Plan plan = plan(undisturbed);
    undisturbed.run(plan);
    int undone = 0;
    for (int append = 9; append < undisturbed.journal.appends() - 1; append += 21) {
      SlowStage stage = play.stage();
      stage.journal.dieAt(append, MortalJournal.Way.AFTER_FORCE);
      if (!stage.diesRunning(plan)) {
        continue;
      }
      stage.journal.revive();
      if (stage.undo(plan) instanceof Undoer.End.Complete) {
        assertEquals(before, standing(stage.world), play + " died at append " + append);
        undone++;
      }
    }
    assertTrue(undone > 0, undone + " undone");
  }

  @Test
  void theSurvivorIsTheOneWithTheLongestLog() throws IOException {
    // Cut off for a while, the first of the list lacks what the others agreed upon.
    SlowWorld world = SlowWorld.builder().members(5).build();
    world.isolate(new HostName("cp1"));
    world.sleep(Duration.ofMinutes(1));
    for (String host : List.of("cp3", "cp4", "cp5")) {
      world.powerOff(new HostName(host));
    }
    world.sleep(Duration.ofSeconds(5));
    SlowStage stage =
        stage(
            "force-new-cluster",
            Map.of("snapshot", SAVED, "fenced", "[cp3, cp4, cp5]"),
            saved(world));
    assertEquals(RunEnd.Kind.DONE, stage.run(plan(stage)).kind());
    Reader reader =
        world.reader(new Standpoint(SlowStage.RUN, "prod", new StepId("after"), Optional.empty()));
    assertTrue(reader.etcd().linearizable(new HostName("cp2")));
    assertFalse(reader.etcd().linearizable(new HostName("cp1")));
  }
}
