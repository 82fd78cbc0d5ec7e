package io.github.etcdrunbook.world;

import static io.github.etcdrunbook.world.Rehearsal.ALL;
import static io.github.etcdrunbook.world.Rehearsal.CP1;
import static io.github.etcdrunbook.world.Rehearsal.CP2;
import static io.github.etcdrunbook.world.Rehearsal.CP3;
import static io.github.etcdrunbook.world.Rehearsal.HERE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private final Rehearsal healthy = new Rehearsal(SlowWorld.builder().build());
  private final Forecast forecast = new Forecast(healthy.reader());
  private final Reader reader = forecast.at(HERE);
  private final RestoreScript script = new RestoreScript(healthy.reader());
  private int index;

  private void apply(Effect... effects) {
    for (Effect effect : effects) {
      forecast.apply(Rehearsal.ref(index++), effect);
    }
  }

  private void apply(List<Effect> effects) {
    apply(effects.toArray(Effect[]::new));
  }

  private List<Finding.Kind> kinds() {
    return forecast.findings().stream().map(Finding::kind).toList();
  }

  private HostReader host(HostName name) {
    return reader.host(name).seen().orElseThrow();
  }

  @Test
  void whatNoEffectTouchedIsReadOnce() {
    HostReader host = host(CP1);
    Value<Long> before =
        reader.etcd().status(CP1).seen().orElseThrow().progress().map(p -> p.revision());
    healthy.world.tick(500);

    assertEquals(
        before, reader.etcd().status(CP1).seen().orElseThrow().progress().map(p -> p.revision()));
    assertEquals("cp1-boot-1", host.bootId());
    assertTrue(reader.etcd().linearizable(CP1));
  }

  @Test
  void aStoppedMemberIsSilentAndTheOthersKeepQuorum() {
    apply(Rehearsal.stop(CP1, Unit.ETCD), Rehearsal.gone(CP1, Unit.ETCD));

    assertEquals(FailureKind.UNREACHABLE, reader.etcd().status(CP1).unseen().orElseThrow().kind());
    assertTrue(reader.etcd().linearizable(CP2));
    assertFalse(host(CP1).ready(Unit.KUBE_APISERVER));
    assertEquals(List.of(), forecast.findings());
  }

  @Test
  void theLeaderMovesWhenItsMemberStops() {
    MemberId leader = reader.etcd().status(CP1).seen().orElseThrow().leader().orElseThrow();
    HostName leads =
        ALL.stream()
            .filter(h -> reader.etcd().status(h).seen().orElseThrow().member().equals(leader))
            .findFirst()
            .orElseThrow();
    HostName other = ALL.stream().filter(h -> !h.equals(leads)).findFirst().orElseThrow();
    apply(Rehearsal.stop(leads, Unit.ETCD));

    Optional<MemberId> next = reader.etcd().status(other).seen().orElseThrow().leader();
    assertTrue(next.isPresent());
    assertNotEquals(Optional.of(leader), next);
  }

  @Test
  void aWholeRestoreIsForecastExactly() {
    apply(script.all());

    assertEquals(Set.of(Finding.Kind.QUORUM), new HashSet<>(kinds()));
    for (HostName name : ALL) {
      MemberStatus status = reader.etcd().status(name).seen().orElseThrow();
      assertEquals(script.cluster().id(), status.cluster());
      // Two more: the probe key is written and deleted.
      assertEquals(
          Optional.of(script.facts().revision() + RestoreScript.BUMP + 2),
          status.progress().known().map(MemberStatus.Progress::revision));
      assertEquals(
          Optional.of(script.facts().contents().registryKeys()),
          reader.etcd().count(name, "/registry/").seen().orElseThrow().known());
      assertTrue(host(name).ready(Unit.KUBE_APISERVER));
    }
    assertEquals(hash(CP1), hash(CP3));
  }

  private Value<HashAt> hash(HostName name) {
    return reader.etcd().hash(name, 0).seen().orElseThrow();
  }

  @Test
  void whatTheSnapshotDoesNotTellIsKnownAfterTheRestore() {
    apply(script.all());

    Value<Long> leases = reader.etcd().count(CP1, "/registry/leases/").seen().orElseThrow();
    assertInstanceOf(Value.Pending.class, leases);
  }

  @Test
  void membersOfOtherSnapshotsDoNotShareAHash() {
    List<Effect> effects = script.all();
    effects.replaceAll(
        effect ->
            effect instanceof Effect.RestoreSnapshot restore && restore.host().equals(CP2)
                ? otherBump(restore)
                : effect);
    apply(effects);

    assertNotEquals(hash(CP1), hash(CP2));
  }

  private static Effect otherBump(Effect.RestoreSnapshot restore) {
    Effect.RestoreSnapshot.Target target = restore.target();
    NewCluster cluster = target.cluster();
    return new Effect.RestoreSnapshot(
        restore.host(),
        restore.tool(),
        restore.source(),
        new Effect.RestoreSnapshot.Target(
            target.directory(),
            target.owner(),
            target.member(),
            new NewCluster(cluster.token(), cluster.id(), cluster.members(), 7),
            target.defragment()));
  }

  @Test
  void oneRestoredMemberOfThreeHasNoQuorum() {
    apply(script.stage());
    apply(script.stop(Unit.ETCD));
    apply(script.swap());
    apply(Rehearsal.start(CP1, Unit.ETCD), Rehearsal.ready(CP1, Unit.ETCD));

    assertTrue(host(CP1).ready(Unit.ETCD));
    assertFalse(reader.etcd().linearizable(CP1));
    assertFalse(kinds().contains(Finding.Kind.AWAIT), () -> forecast.findings().toString());
    apply(script.formed());
    assertTrue(kinds().contains(Finding.Kind.AWAIT));
  }

  @Test
  void aCommandThatTouchedTheDataDoesNotHinderTheStart() {
    apply(
        Rehearsal.stop(CP1, Unit.ETCD),
        Effect.Exec.of(CP1, List.of("repair"), List.of("/var/lib/etcd")),
        Rehearsal.start(CP1, Unit.ETCD));

    assertTrue(host(CP1).unit(Unit.ETCD).running().isPresent());
    assertThrows(NotYetKnown.class, () -> reader.etcd().status(CP1));
  }

  @Test
  void whatACommandTouchesIsKnownAfterIt() {
    apply(Effect.Exec.of(CP1, List.of("repair"), List.of("/etc/kubernetes", "kubelet")));

    assertThrows(NotYetKnown.class, () -> host(CP1).path("/etc/kubernetes/manifests"));
    assertThrows(NotYetKnown.class, () -> host(CP1).unit(Unit.KUBELET));
    assertEquals("cp1-boot-1", host(CP1).bootId());
    assertEquals(List.of(), kinds());
  }

  @Test
  void whatIsMadeOfTheUnknownIsUnknownToo() {
    apply(
        Effect.Exec.of(CP1, List.of("make"), List.of("/srv/made")),
        new Effect.Move(CP1, "/srv/made", "/srv/moved"));

    assertThrows(NotYetKnown.class, () -> host(CP1).path("/srv/moved"));
    assertEquals(List.of(), kinds());
  }

  @Test
  void aCommandThatTouchesEtcdLeavesQuorumUnknown() {
    apply(Effect.Exec.of(CP1, List.of("repair"), List.of("etcd")));

    assertEquals(List.of(Finding.Kind.QUORUM), kinds());
    assertThrows(NotYetKnown.class, () -> reader.etcd().status(CP2));
  }

  @Test
  void aSavedSnapshotIsThereAndWhatItHoldsIsKnownAfter() {
    apply(new Effect.SaveSnapshot(CP1, "/backups/now.db"));

    assertTrue(reader.operator().size("/backups/now.db").isPresent());
    assertThrows(NotYetKnown.class, () -> reader.operator().snapshot("/backups/now.db"));
  }

  @Test
  void aParkedMemberIsTakenForTheOneThatTheOthersList() {
    Rehearsal one = new Rehearsal(SlowWorld.builder().crashing("cp3").build());
    one.performAll(List.of(Rehearsal.stop(CP2, Unit.ETCD), Rehearsal.gone(CP2, Unit.ETCD)));
    Forecast own = new Forecast(one.reader());
    own.apply(Rehearsal.ref(0), Rehearsal.start(CP2, Unit.ETCD));
    own.apply(Rehearsal.ref(1), Rehearsal.ready(CP2, Unit.ETCD));

    assertTrue(own.at(HERE).etcd().linearizable(CP1));
    assertEquals(List.of(), own.findings());
  }

  @Test
  void whatAnEtcdSaysWhoseDataNobodySawIsKnownAfterItsStart() {
    Rehearsal down = new Rehearsal(SlowWorld.builder().build());
    down.performAll(new RestoreScript(down.reader()).stop(Unit.ETCD));
    Forecast own = new Forecast(down.reader());
    own.apply(Rehearsal.ref(0), Rehearsal.start(CP2, Unit.ETCD));
    own.apply(Rehearsal.ref(1), Rehearsal.ready(CP2, Unit.ETCD));

    assertEquals(List.of(), own.findings());
    assertThrows(NotYetKnown.class, () -> own.at(HERE).etcd().status(CP2));
  }

  @Test
  void aCrashingMemberWithTheSameDataCrashesAgain() {
    Rehearsal one = new Rehearsal(SlowWorld.builder().crashing("cp3").build());
    Forecast own = new Forecast(one.reader());
    own.apply(Rehearsal.ref(0), Rehearsal.stop(CP3, Unit.ETCD));
    own.apply(Rehearsal.ref(1), Rehearsal.start(CP3, Unit.ETCD));

    UnitState state = own.at(HERE).host(CP3).seen().orElseThrow().unit(Unit.ETCD);
    assertTrue(state.startable());
    assertEquals(Optional.empty(), state.running());
  }

  @Test
  void aStartedProcessIsYoungerThanAllThatWereSeen() {
    long before = host(CP1).unit(Unit.KUBE_APISERVER).running().orElseThrow().startedAt();
    apply(
        Rehearsal.stop(CP1, Unit.KUBE_APISERVER),
        Rehearsal.start(CP1, Unit.KUBE_APISERVER),
        new Effect.Control(CP1, Unit.KUBELET, Effect.Control.Verb.RESTART));

    long server = host(CP1).unit(Unit.KUBE_APISERVER).running().orElseThrow().startedAt();
    long kubelet = host(CP1).unit(Unit.KUBELET).running().orElseThrow().startedAt();
    assertTrue(before < server && server < kubelet);
  }

  @Test
  void aForkGoesItsOwnWay() {
    Forecast fork = forecast.fork();
    fork.apply(Rehearsal.ref(0), Rehearsal.stop(CP1, Unit.ETCD));

    assertTrue(reader.etcd().status(CP1).seen().isPresent());
    assertTrue(fork.at(HERE).etcd().status(CP1).seen().isEmpty());
  }

  @Test
  void inheritedAlarmsAreForecastAndDisarmed() {
    Rehearsal full = new Rehearsal(SlowWorld.builder().inherited(Alarm.Type.NOSPACE).build());
    RestoreScript own = new RestoreScript(full.reader());
    Forecast ahead = new Forecast(full.reader());
    int i = 0;
    for (Effect effect : own.all()) {
      ahead.apply(Rehearsal.ref(i++), effect);
    }
    List<Alarm> alarms = ahead.at(HERE).etcd().alarms(CP1).seen().orElseThrow();
    assertEquals(own.facts().contents().alarms(), alarms);
    ahead.apply(Rehearsal.ref(i), new Effect.DisarmAlarm(CP1, alarms.get(0)));
    assertEquals(Optional.of(List.of()), ahead.at(HERE).etcd().alarms(CP2).seen());
  }

  @Test
  void apiServersWithoutEtcdComeBackWhenItServes() {
    Rehearsal dead =
        new Rehearsal(SlowWorld.builder().crashing("cp1").crashing("cp2").crashing("cp3").build());
    Forecast own = new Forecast(dead.reader());
    RestoreScript restore = new RestoreScript(dead.reader());
    int i = 0;
    for (Effect effect : restore.all()) {
      own.apply(Rehearsal.ref(i++), effect);
    }
    assertEquals(List.of(), own.findings());
    assertTrue(own.at(HERE).host(CP1).seen().orElseThrow().ready(Unit.KUBE_APISERVER));
  }

  @Test
  void waitsSayWhatIsMissing() {
    ConditionCheck.Look look =
        ConditionCheck.look(new Condition.Formed(ALL, script.cluster()), reader);
    assertFalse(look.holds());
    assertTrue(look.missing().startsWith("cp1 belongs to cluster"), look.missing());
    Effect wait = new Effect.Await(new Condition.Quorum(ALL), Duration.ofSeconds(9));
    apply(wait);
    assertEquals(List.of(), kinds());
  }
}
