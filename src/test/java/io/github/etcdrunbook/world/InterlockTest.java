package io.github.etcdrunbook.world;

import static io.github.etcdrunbook.world.Rehearsal.CP1;
import static io.github.etcdrunbook.world.Rehearsal.CP2;
import static io.github.etcdrunbook.world.Rehearsal.CP3;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InterlockTest {
  private final Rehearsal healthy = new Rehearsal(SlowWorld.builder().build());
  private final Rehearsal twoOfThree = new Rehearsal(SlowWorld.builder().crashing("cp3").build());
  private final Rehearsal oneOfThree =
      new Rehearsal(SlowWorld.builder().crashing("cp2").crashing("cp3").build());

  private static Optional<Failure.InterlockBroken> check(Rehearsal rehearsal, Effect effect) {
    return Interlock.check(Rehearsal.ref(0), effect, rehearsal.reader());
  }

  @Test
  void letsOneOfThreeHealthyMembersStop() {
    assertEquals(Optional.empty(), check(healthy, Rehearsal.stop(CP1, Unit.ETCD)));
  }

  @Test
  void refusesToStopOneOfTheLastTwo() {
    Failure broken = check(twoOfThree, Rehearsal.stop(CP1, Unit.ETCD)).orElseThrow();
    assertTrue(broken.what().contains("loses it"), broken.what());
  }

  @Test
  void letsTheDeadMemberBeStopped() {
    assertEquals(Optional.empty(), check(twoOfThree, Rehearsal.stop(CP3, Unit.ETCD)));
  }

  @Test
  void hasNothingToProtectWhereNothingServes() {
    assertEquals(Optional.empty(), check(oneOfThree, Rehearsal.stop(CP1, Unit.ETCD)));
  }

  @Test
  void takesARestartForTheStopThatItBeginsWith() {
    Effect restart = new Effect.Control(CP2, Unit.ETCD, Effect.Control.Verb.RESTART);
    assertTrue(check(twoOfThree, restart).isPresent());
    assertEquals(Optional.empty(), check(healthy, restart));
  }

  @Test
  void takesADefragmentationForTheSilenceThatItCauses() {
    Effect defragment = new Effect.Defragment(CP2);
    assertTrue(check(twoOfThree, defragment).isPresent());
    assertEquals(Optional.empty(), check(healthy, defragment));
  }

  @Test
  void refusesToMoveTheDataOfARunningMemberThatIsNeeded() {
    assertTrue(check(twoOfThree, new Effect.Move(CP1, "/var/lib/etcd", "/var/lib/x")).isPresent());
    assertTrue(check(twoOfThree, new Effect.Move(CP1, "/var/lib", "/var/x")).isPresent());
  }

  @Test
  void refusesACommandThatTouchesEtcdWhileItServes() {
    assertTrue(check(healthy, Effect.Exec.of(CP1, List.of("x"), List.of("etcd"))).isPresent());
    assertTrue(
        check(healthy, Effect.Exec.of(CP1, List.of("x"), List.of("/var/lib/etcd"))).isPresent());
  }

  @Test
  void letsACommandThatTouchesAnythingElsePass() {
    assertEquals(
        Optional.empty(), check(healthy, Effect.Exec.of(CP1, List.of("x"), List.of("/tmp"))));
  }

  @Test
  void doesNotLookAtAllForEffectsThatTouchNoMember() {
    healthy.world.cut(CP1, Duration.ofMinutes(1));
    healthy.world.cut(CP2, Duration.ofMinutes(1));
    assertEquals(Optional.empty(), check(healthy, Rehearsal.stop(CP3, Unit.KUBE_APISERVER)));
    assertEquals(Optional.empty(), check(healthy, new Effect.WriteProbe(CP1, "etcd-runbook/x")));
  }

  @Test
  void refusesWhenTheOthersCannotBeSeen() {
    healthy.world.cut(CP2, Duration.ofMinutes(1));
    assertTrue(check(healthy, Rehearsal.stop(CP1, Unit.ETCD)).isPresent());
  }

  @Test
  void countsAnIsolatedMemberAsLost() {
    healthy.world.isolate(CP2);
    healthy.world.tick(20);
    assertTrue(check(healthy, Rehearsal.stop(CP1, Unit.ETCD)).isPresent());
    assertEquals(Optional.empty(), check(healthy, Rehearsal.stop(CP2, Unit.ETCD)));
  }
}
