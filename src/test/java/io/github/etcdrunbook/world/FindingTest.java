package io.github.etcdrunbook.world;

import static io.github.etcdrunbook.world.Rehearsal.CP1;
import static io.github.etcdrunbook.world.Rehearsal.CP2;
import static io.github.etcdrunbook.world.Rehearsal.CP3;
import static io.github.etcdrunbook.world.Rehearsal.HERE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a forecast finds wrong with effects, each with its own kind of finding. */
class FindingTest {
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

  private List<Finding.Kind> kinds() {
    return forecast.findings().stream().map(Finding::kind).toList();
  }

  @Test
  void stoppingTheSecondOfThreeLosesQuorum() {
    apply(Rehearsal.stop(CP1, Unit.ETCD), Rehearsal.stop(CP2, Unit.ETCD));

    assertEquals(List.of(Finding.Kind.QUORUM), kinds());
    assertEquals(FailureKind.NO_LEADER, reader.etcd().alarms(CP3).unseen().orElseThrow().kind());
    assertEquals(Optional.empty(), reader.etcd().status(CP3).seen().orElseThrow().leader());
    assertFalse(reader.etcd().linearizable(CP3));
  }

  @Test
  void findsWhatIsNotThereToBeMoved() {
    apply(new Effect.Move(CP1, "/var/lib/nothing", "/var/lib/x"));
    assertEquals(List.of(Finding.Kind.ABSENT), kinds());
  }

  @Test
  void findsAMoveOntoWhatExists() {
    apply(script.put(CP1), new Effect.Move(CP1, RestoreScript.FILE, "/var/lib/etcd"));
    assertEquals(List.of(Finding.Kind.EXISTS), kinds());
  }

  @Test
  void findsAFileThatWouldCoverAnother() {
    Effect.PutFile put = (Effect.PutFile) script.put(CP1);
    Effect other =
        new Effect.PutFile(CP1, put.path(), put.source(), new Sha256("0".repeat(64)), put.owner());
    apply(put, put, other);
    assertEquals(List.of(Finding.Kind.EXISTS), kinds());
  }

  @Test
  void whatIsStagedInsideADataDirectoryIsNotItsData() {
    String staged = "/var/lib/etcd/.restore-" + Rehearsal.RUN;
    Effect.RestoreSnapshot restore = (Effect.RestoreSnapshot) script.restore(CP1);
    Effect.RestoreSnapshot.Target target = restore.target();
    apply(
        script.put(CP1),
        new Effect.RestoreSnapshot(
            CP1,
            restore.tool(),
            restore.source(),
            new Effect.RestoreSnapshot.Target(
                staged, target.owner(), target.member(), target.cluster(), false)),
        new Effect.Remove(CP1, staged));
    assertEquals(List.of(), kinds());
  }

  @Test
  void findsAMoveOfAMountPoint() {
    Rehearsal mounted = new Rehearsal(SlowWorld.builder().mounted().build());
    Forecast own = new Forecast(mounted.reader());
    own.apply(Rehearsal.ref(0), Rehearsal.stop(CP1, Unit.ETCD));
    own.apply(Rehearsal.ref(1), new Effect.Move(CP1, "/var/lib/etcd", RestoreScript.KEPT));
    own.apply(Rehearsal.ref(2), new Effect.Move(CP1, "/var/lib/etcd/member", RestoreScript.KEPT));
    assertEquals(
        List.of(Finding.Kind.FILE_SYSTEM, Finding.Kind.FILE_SYSTEM),
        own.findings().stream().map(Finding::kind).toList());
  }

  @Test
  void findsDataTakenFromUnderARunningEtcd() {
    apply(new Effect.Move(CP1, "/var/lib/etcd", RestoreScript.KEPT));
    assertTrue(kinds().contains(Finding.Kind.DATA));
  }

  @Test
  void findsAStartWithoutData() {
    apply(
        Rehearsal.stop(CP1, Unit.ETCD),
        new Effect.Move(CP1, "/var/lib/etcd", RestoreScript.KEPT),
        Rehearsal.start(CP1, Unit.ETCD));
    assertEquals(List.of(Finding.Kind.DATA), kinds());
  }

  @Test
  void findsARestoreIntoAnExistingDirectory() {
    apply(script.put(CP1), script.restore(CP1), script.restore(CP1));
    assertEquals(List.of(Finding.Kind.EXISTS), kinds());
  }

  @Test
  void findsARestoreOfAFileThatIsNotThere() {
    apply(script.restore(CP1));
    assertEquals(List.of(Finding.Kind.ABSENT), kinds());
  }

  @Test
  void findsAUnitThatTheHostDoesNotHave() {
    Rehearsal wider = new Rehearsal(SlowWorld.builder().fresh(1).build());
    Forecast own = new Forecast(wider.reader());
    own.apply(Rehearsal.ref(0), Rehearsal.start(new HostName("cp4"), Unit.ETCD));
    assertEquals(List.of(Finding.Kind.UNIT), own.findings().stream().map(Finding::kind).toList());
  }

  @Test
  void findsAWaitForWhatNothingBeforeMakesTrue() {
    apply(Rehearsal.gone(CP1, Unit.KUBE_APISERVER));
    assertEquals(List.of(Finding.Kind.AWAIT), kinds());
  }

  @Test
  void findsThatTheSumOfAllFilesDoesNotFit() {
    healthy.world.host(CP1).orElseThrow().files.capacity("root", 620L << 20);
    apply(script.put(CP1));
    assertEquals(List.of(), kinds());
    apply(script.restore(CP1));
    assertEquals(List.of(Finding.Kind.SPACE), kinds());
  }

  @Test
  void findsThatItWouldRemoveWhatAnotherRunMade() {
    apply(new Effect.Remove(CP1, "/var/lib/etcd"));
    assertEquals(List.of(Finding.Kind.FOREIGN), kinds());
  }

  @Test
  void findsAnEffectOnAHostThatDoesNotAnswer() {
    healthy.world.powerOff(CP3);
    apply(Rehearsal.stop(CP3, Unit.KUBE_APISERVER));
    assertEquals(List.of(Finding.Kind.UNREACHABLE), kinds());
  }
}
