package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.plan.PlanFinding;
import io.github.etcdrunbook.plan.Planning;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.SlowWorldBuilder;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the playbooks that change who is a member must refuse, in words that say why. */
class MembersRefusedTest {
  private static String refusal(String name, Map<String, String> inputs, SlowWorld world) {
    return String.join(
        "\n",
        assertInstanceOf(
                Planning.Rejected.class, MembersOnSlowWorldTest.stage(name, inputs, world).plan())
            .findings()
            .stream()
            .map(PlanFinding::what)
            .toList());
  }

  @Test
  void refusesToRemoveTheLastVoter() {
    String why =
        refusal("remove-member", Map.of("host", "cp1"), SlowWorld.builder().members(1).build());
    assertTrue(why.contains("last voter"), why);
  }

  @Test
  void refusesARemovalThatCostsQuorum() {
    String why =
        refusal(
            "remove-member", Map.of("host", "cp1"), SlowWorld.builder().crashing("cp3").build());
    assertTrue(why.contains("without cp1 there is no quorum"), why);
  }

  @Test
  void refusesToRemoveWithoutQuorum() {
    String why =
        refusal(
            "remove-member",
            Map.of("host", "cp3"),
            SlowWorld.builder().crashing("cp2").crashing("cp3").build());
    assertTrue(why.contains("no quorum"), why);
  }

  @Test
  void refusesAnAddressThatIsNone() {
    String why =
        refusal(
            "add-member",
            Map.of("host", "cp4", "peer_address", "10.0.0.4 or so"),
            SlowWorld.builder().fresh(1).build());
    assertTrue(
        why.contains("a peer URL of cp4 would be `https://10.0.0.4 or so:2380`, which is no URL"),
        why);
  }

  @Test
  void refusesToAddWhileAVoterIsDown() {
    String why =
        refusal(
            "add-member",
            Map.of("host", "cp4"),
            SlowWorld.builder().fresh(1).crashing("cp3").build());
    assertTrue(why.contains("2 of 3 voters serve; etcd refuses to add"), why);
  }

  @Test
  void forcesNothingWhileTheClusterServes() {
    String why =
        refusal(
            "force-new-cluster",
            Map.of("snapshot", MembersOnSlowWorldTest.SAVED, "fenced", "[cp3]"),
            MembersOnSlowWorldTest.saved(SlowWorld.builder().off("cp3").build()));
    assertTrue(why.contains("has quorum and serves"), why);
  }

  @Test
  void forcesNothingWhileQuorumCanReturn() {
    String why =
        refusal(
            "force-new-cluster",
            Map.of("snapshot", MembersOnSlowWorldTest.SAVED, "fenced", "[cp3]"),
            MembersOnSlowWorldTest.saved(SlowWorld.builder().off("cp3").crashing("cp2").build()));
    assertTrue(why.contains("2 of 3 voters are not lost"), why);
  }

  @Test
  void forcesNothingWhileASilentHostIsNotFenced() {
    String why =
        refusal(
            "force-new-cluster",
            Map.of("snapshot", MembersOnSlowWorldTest.SAVED, "fenced", "[cp3]"),
            MembersOnSlowWorldTest.saved(SlowWorld.builder().off("cp2").off("cp3").build()));
    assertTrue(why.contains("cp2 does not answer"), why);
  }

  @Test
  void forcesNothingWhileAnApiServerMayGoOnElsewhereAndNamesWhatToDo() throws IOException {
    for (String route : new String[] {"snapshot", "flag"}) {
      SlowWorldBuilder builder =
          SlowWorld.builder().version("3.5.30").fresh(1).off("cp1").off("cp3").off("cp4");
      String saved = MembersOnSlowWorldTest.SAVED;
      String why =
          refusal(
              "force-new-cluster",
              Map.of("route", route, "snapshot", saved, "fenced", "[cp1, cp3]"),
              MembersOnSlowWorldTest.saved(builder.build()));
      assertTrue(why.contains("cp4 does not answer"), why);
      SlowStage fenced =
          MembersOnSlowWorldTest.stage(
              "force-new-cluster",
              Map.of("route", route, "snapshot", saved, "fenced", "[cp1, cp3, cp4]"),
              MembersOnSlowWorldTest.saved(builder.build()));
      assertEquals(RunEnd.Kind.DONE, fenced.run(SlowMatrix.plan(fenced)).kind());
    }
  }

  @Test
  void forcesNothingFromAnOlderSnapshot() {
    String why =
        refusal(
            "force-new-cluster",
            Map.of("snapshot", SlowWorldBuilder.SNAPSHOT, "fenced", "[cp2, cp3]"),
            SlowWorld.builder().off("cp2").off("cp3").build());
    assertTrue(why.contains("the snapshot is of revision"), why);
  }

  @Test
  void theFlagIsNotOfferedToAnEtcdThatKeepsMembers() {
    for (String version : new String[] {"3.4.23", "3.5.16"}) {
      SlowWorldBuilder builder = SlowWorld.builder().version(version).off("cp1").off("cp3");
      String why =
          refusal(
              "force-new-cluster",
              Map.of(
                  "route",
                  "flag",
                  "snapshot",
                  MembersOnSlowWorldTest.SAVED,
                  "fenced",
                  "[cp1, cp3]"),
              MembersOnSlowWorldTest.saved(builder.build()));
      assertTrue(why.contains("etcd " + version + " of cp2 may keep members"), why);
    }
  }

  @Test
  void refusesToAddAMemberThatIsOne() {
    String why = refusal("add-member", Map.of("host", "cp3"), SlowWorld.builder().build());
    assertTrue(why.contains("is listed already"), why);
  }

  @Test
  void refusesADeadHostThatIsNotFenced() {
    String why =
        refusal("remove-member", Map.of("host", "cp3"), SlowWorld.builder().off("cp3").build());
    assertTrue(why.contains("cp3 does not answer"), why);
  }

  @Test
  void refusesAFencedHostWhoseEtcdRuns() {
    String why =
        refusal(
            "remove-member", Map.of("host", "cp3", "fenced", "[cp3]"), SlowWorld.builder().build());
    assertTrue(why.contains("named as fenced, but its etcd runs"), why);
  }
}
