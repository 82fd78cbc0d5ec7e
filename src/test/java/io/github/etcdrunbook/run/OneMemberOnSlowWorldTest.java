package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planning;
import io.github.etcdrunbook.world.EtcdReader;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.SlowWorldBuilder;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shipped playbooks on a cluster of one member: each works, or says what it wants to hear. */
class OneMemberOnSlowWorldTest {
  private static final HostName CP1 = new HostName("cp1");

  /** What takes the only member out of service. */
  enum Outage {
    ROLLING_DEFRAGMENT("rolling-defragment", "rule", "size > inUse"),
    NOSPACE_RECOVERY("nospace-recovery", "keep_revisions", "1000"),
    RAISE_QUOTA("raise-quota", "quota", "4GiB");

    private final String playbook;
    private final String input;
    private final String value;

    Outage(String playbook, String input, String value) {
      this.playbook = playbook;
      this.input = input;
      this.value = value;
    }

    SlowStage stage(SlowWorld world, boolean accepted) {
      return OneMemberOnSlowWorldTest.stage(
          playbook, world, Map.of(input, value, "accept_outage", Boolean.toString(accepted)));
    }

    SlowWorld world(int members) throws IOException {
      SlowWorldBuilder builder = SlowWorld.builder().members(members);
      if (this != ROLLING_DEFRAGMENT) {
        return builder.full().build();
      }
      SlowWorld world = builder.build();
      done(OneMemberOnSlowWorldTest.stage("compact", world, Map.of("keep_revisions", "100")));
      return world;
    }
  }

  private static SlowStage stage(String playbook, SlowWorld world, Map<String, String> inputs) {
    return new SlowStage(world, SlowStage.read("playbooks/" + playbook + ".yaml"), inputs);
  }

  private static Plan done(SlowStage stage) throws IOException {
    Planning planning = stage.plan();
    Plan plan = assertInstanceOf(Planning.Ready.class, planning, () -> planning.toString()).plan();
    RunEnd end = stage.run(plan);
    assertEquals(RunEnd.Kind.DONE, end.kind(), () -> end.failures().toString());
    assertEquals(List.of(), stage.world.hazards());
    return plan;
  }

  private static String refused(SlowStage stage) {
    return assertInstanceOf(Planning.Rejected.class, stage.plan()).findings().toString();
  }

  private static Reader reader(SlowWorld world) {
    return world.reader(
        new Standpoint(SlowStage.RUN, "prod", new StepId("after"), Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource
  void anOutageNobodyAcceptedIsRefused(Outage outage) throws IOException {
    String why = refused(outage.stage(outage.world(1), false));
    assertTrue(why.contains("the only member of its cluster"), why);
    assertTrue(why.contains("accept_outage=true"), why);
  }

  @ParameterizedTest
  @EnumSource
  void anAcceptedOutageIsOverWhenTheRunIs(Outage outage) throws IOException {
    SlowWorld world = outage.world(1);
    assertTrue(done(outage.stage(world, true)).changes(), "it did nothing");
    world.sleep(Duration.ofMinutes(1));
    EtcdReader etcd = reader(world).etcd();
    assertTrue(etcd.linearizable(CP1), "it does not serve");
    assertEquals(List.of(), etcd.alarms(CP1).seen().orElseThrow());
    assertFalse(done(outage.stage(world, true)).changes(), "a second run has something to do");
  }

  @ParameterizedTest
  @EnumSource
  void noOutageIsAcceptedOfAClusterThatNeedsNone(Outage outage) throws IOException {
    String why = refused(outage.stage(outage.world(3), true));
    assertTrue(why.contains("leave the input accept_outage out"), why);
  }

  @Test
  void savesCompactsAndExamines() throws IOException {
    SlowWorld world = SlowWorld.builder().members(1).build();
    assertTrue(done(stage("backup", world, Map.of())).changes());
    assertTrue(done(stage("compact", world, Map.of("keep_revisions", "100"))).changes());
    assertFalse(done(stage("health", world, Map.of())).changes());
  }

  @Test
  void restores() throws IOException {
    SlowWorld world = SlowWorld.builder().members(1).build();
    done(
        stage(
            "restore-from-snapshot",
            world,
            Map.of("snapshot", SlowWorldBuilder.SNAPSHOT, "reason", "tried")));
    world.sleep(Duration.ofMinutes(1));
    assertTrue(reader(world).etcd().linearizable(CP1));
  }

  @Test
  void doesNotGiveUpItsOnlyMember() {
    SlowWorld world = SlowWorld.builder().members(1).build();
    String why = refused(stage("remove-member", world, Map.of("host", "cp1")));
    assertTrue(why.contains("last"), why);
  }
}
