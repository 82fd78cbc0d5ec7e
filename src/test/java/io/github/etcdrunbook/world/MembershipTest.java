package io.github.etcdrunbook.world;

import static io.github.etcdrunbook.world.JoinScript.CP4;
import static io.github.etcdrunbook.world.Rehearsal.CP1;
import static io.github.etcdrunbook.world.Rehearsal.CP2;
import static io.github.etcdrunbook.world.Rehearsal.CP3;
import static io.github.etcdrunbook.world.Rehearsal.HERE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Members come and go: what the forecast says, what the slow world shows, what etcd refuses. */
class MembershipTest {
  private final Rehearsal rehearsal = new Rehearsal(SlowWorld.builder().fresh(1).build());

  static List<SlowWorldBuilder> worlds() {
    return List.of(
        SlowWorld.builder().fresh(1), SlowWorld.builder().fresh(1).systemd().version("3.4.23"));
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void theSlowWorldSettlesToTheForecastWhileAMemberJoinsAndAnotherLeaves(SlowWorldBuilder builder) {
    Rehearsal slow = new Rehearsal(builder.build());
    Rehearsal still = new Rehearsal(builder.build());
    Forecast forecast = new Forecast(still.reader());
    List<Effect> effects = new ArrayList<>(JoinScript.join(still.reader()));
    effects.add(JoinScript.leave(still.reader()));
    effects.add(Rehearsal.stop(CP3, Unit.ETCD));
    int index = 0;
    for (Effect effect : effects) {
      slow.performAll(List.of(effect));
      slow.world.tick(400);
      forecast.apply(Rehearsal.ref(index++), effect);
      assertEquals(List.of(), forecast.findings(), () -> "after " + EffectText.withHost(effect));
      assertEquals(
          withoutIds(forecast.at(HERE)),
          withoutIds(slow.reader()),
          () -> "after " + EffectText.withHost(effect));
    }
    assertEquals(List.of(), slow.world.hazards());
  }

  /** Ids of added members hash the time: they are named by the order of the list instead. */
  private static String withoutIds(Reader reader) {
    String text = SortedFacts.settled(reader).text();
    List<Member> members = reader.etcd().members(CP1).seen().orElseThrow();
    for (Member member : members) {
      text = text.replace(member.id().toString(), "member of " + member.peerUrls());
    }
    return text;
  }

  @Test
  void theIdOfAnAddedMemberIsKnownLater() {
    Forecast forecast = new Forecast(rehearsal.reader());
    List<Effect> effects = JoinScript.join(rehearsal.reader());
    forecast.apply(Rehearsal.ref(0), effects.get(0));
    forecast.apply(Rehearsal.ref(1), effects.get(1));
    EtcdReader etcd = forecast.at(HERE).etcd();
    Member added = etcd.members(CP1).seen().orElseThrow().getLast();
    assertEquals(JoinScript.added(), etcd.identity(added));
    assertTrue(added.learner() && added.name().isEmpty());
  }

  @Test
  void anAddWhoseAnswerWasLostIsFoundByItsPeerUrls() {
    Effect add = new Effect.MemberAdd(CP1, "cp4", List.of(JoinScript.URL));
    rehearsal.world.lose(SlowWorld.Lost.ANSWER, 1);
    EffectKey key = rehearsal.nextKey();
    assertInstanceOf(Performed.Unclear.class, rehearsal.perform(add, key));
    Settled.Done done =
        assertInstanceOf(Settled.Done.class, rehearsal.world.etcdWriter().settle(add, key));
    MemberId id = rehearsal.reader().etcd().members(CP1).seen().orElseThrow().getLast().id();
    assertEquals(new EffectResult.Added(id), done.result());
  }

  @Test
  void anAddThatNeverArrivedIsNotFound() {
    Effect add = new Effect.MemberAdd(CP1, "cp4", List.of(JoinScript.URL));
    rehearsal.world.lose(SlowWorld.Lost.REQUEST, 1);
    EffectKey key = rehearsal.nextKey();
    assertInstanceOf(Performed.Unclear.class, rehearsal.perform(add, key));
    assertInstanceOf(Settled.NotDone.class, rehearsal.world.etcdWriter().settle(add, key));
  }

  @Test
  void anAddIsRefusedWhileAVoterIsDown() {
    rehearsal.world.powerOff(CP3);
    rehearsal.world.tick(100);
    Performed.NotDone refused =
        assertInstanceOf(
            Performed.NotDone.class,
            rehearsal.perform(new Effect.MemberAdd(CP1, "cp4", List.of(JoinScript.URL))));
    assertEquals(FailureKind.UNHEALTHY_CLUSTER, refused.failure().kind());
  }

  @Test
  void aLearnerIsPromotedOnlyWhenItIsInSync() {
    List<Effect> effects = JoinScript.join(rehearsal.reader());
    rehearsal.performAll(effects.subList(0, 4));
    Performed.NotDone early =
        assertInstanceOf(Performed.NotDone.class, rehearsal.perform(effects.getLast()));
    assertEquals(FailureKind.LEARNER_NOT_IN_SYNC, early.failure().kind());
    rehearsal.performAll(effects.subList(4, 6));
    assertInstanceOf(Performed.Done.class, rehearsal.perform(effects.getLast()));
  }

  @Test
  void startingWithoutDataAndWithoutBeingListedIsAFinding() {
    Forecast forecast = new Forecast(rehearsal.reader());
    forecast.apply(Rehearsal.ref(0), JoinScript.configure(rehearsal.reader()));
    forecast.apply(Rehearsal.ref(1), Rehearsal.start(CP4, Unit.ETCD));
    assertEquals(
        List.of(Finding.Kind.DATA), forecast.findings().stream().map(Finding::kind).toList());
  }

  @Test
  void theInterlockRefusesARemovalThatCostsQuorum() {
    rehearsal.world.powerOff(CP3);
    rehearsal.world.tick(100);
    Effect leave =
        rehearsal.reader().etcd().members(CP1).seen().orElseThrow().stream()
            .filter(one -> one.name().equals("cp2"))
            .findFirst()
            .<Effect>map(one -> new Effect.MemberRemove(CP1, Value.fixed(one.id()), one.peerUrls()))
            .orElseThrow();
    assertTrue(Interlock.check(Rehearsal.ref(0), leave, rehearsal.reader()).isPresent());
    assertEquals(
        Optional.empty(),
        Interlock.check(
            Rehearsal.ref(0), JoinScript.leave(rehearsal.reader()), rehearsal.reader()));
  }

  @Test
  void theLastVoterCannotBeRemoved() {
    Rehearsal alone = new Rehearsal(SlowWorld.builder().members(1).build());
    Member only = alone.reader().etcd().members(CP1).seen().orElseThrow().getFirst();
    Forecast forecast = new Forecast(alone.reader());
    forecast.apply(
        Rehearsal.ref(0), new Effect.MemberRemove(CP1, Value.fixed(only.id()), only.peerUrls()));
    assertEquals(
        List.of(Finding.Kind.MEMBERS), forecast.findings().stream().map(Finding::kind).toList());
  }

  @Test
  void aMemberThatWasRemovedWhileItRanEnds() {
    rehearsal.performAll(List.of(JoinScript.leave(rehearsal.reader())));
    rehearsal.world.tick(20);
    assertTrue(rehearsal.host(CP3).unit(Unit.ETCD).running().isEmpty());
    assertTrue(rehearsal.reader().etcd().linearizable(CP2));
  }
}
