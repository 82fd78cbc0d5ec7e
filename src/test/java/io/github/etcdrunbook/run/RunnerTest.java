package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RunnerTest {
  private final Trial trial = new Trial();

  @Test
  void performsEachActOnEachHostOnceAndEndsSatisfied() {
    RunEnd end = trial.run(Playbooks.of(Playbooks.rename("a", trial.world.hosts)));
    assertEquals(new RunEnd(RunEnd.Kind.DONE, true, false, List.of()), end);
    trial
        .world
        .paths
        .values()
        .forEach(there -> assertEquals(List.of("/a.new", "/b"), List.copyOf(there)));
    assertEquals(6, trial.world.attempts.size());
    assertEquals(3, trial.all(RunEvent.StepFinished.class).count());
  }

  @Test
  void recordsTheIntentBeforeEachEffectAndTheResultBeforeTheNext() {
    trial.run(Playbooks.of(Playbooks.rename("a", trial.world.hosts.subList(0, 1))));
    assertEquals(
        List.of(
            "RunStarted",
            "BlockExpanded",
            "StepStarted",
            "EffectIntended",
            "EffectDone",
            "EffectIntended",
            "EffectDone",
            "StepFinished",
            "RunFinished"),
        trial.events.stream().map(event -> event.getClass().getSimpleName()).toList());
  }

  @Test
  void changesNothingTheSecondTime() {
    Playbook playbook = Playbooks.of(Playbooks.rename("a", trial.world.hosts));
    trial.run(playbook);
    trial.events.clear();
    RunEnd end = trial.run(playbook);
    assertEquals(new RunEnd(RunEnd.Kind.DONE, false, false, List.of()), end);
    assertEquals(6, trial.world.attempts.size());
  }

  @Test
  void takesTheHostsOfAStepAtTheSameTime() {
    trial.world.meeting = new CountDownLatch(3);
    assertEquals(
        RunEnd.Kind.DONE, trial.run(Playbooks.of(Playbooks.rename("a", trial.world.hosts))).kind());
  }

  @Test
  void takesOneHostAfterTheOtherWhenTheRolloutSaysSo() {
    Rollout single =
        new Rollout(
            Optional.of(1),
            Rollout.Order.INVENTORY,
            new Rollout.Between.Nothing(),
            Duration.ofSeconds(7),
            0);
    Instant before = trial.world.now();
    trial.run(
        Playbooks.of(
            Playbooks.with(Playbooks.rename("a", trial.world.hosts), Playbooks.manner(single))));
    assertEquals(
        List.of("cp1", "cp2", "cp3"),
        trial.all(RunEvent.StepFinished.class).map(each -> each.at().host().get().text()).toList());
    assertEquals(Duration.ofSeconds(14), Duration.between(before, trial.world.now()));
  }

  @Test
  void letsTheOtherHostsFinishTheirStepThenStops() {
    trial.world.order(Trial.effect("a", "cp2", 0), Sandbox.Fault.REFUSED);
    RunEnd end =
        trial.run(
            Playbooks.of(
                Playbooks.rename("a", trial.world.hosts),
                Playbooks.rename("b", trial.world.hosts)));
    assertEquals(RunEnd.Kind.FAILED, end.kind());
    assertTrue(end.changed());
    assertEquals(
        List.of(Trial.at("a", "cp2")),
        end.failures().stream().map(RunEnd.StepFailure::at).toList());
    assertEquals(
        List.of("cp1", "cp3"),
        trial
            .all(RunEvent.StepFinished.class)
            .map(each -> each.at().host().get().text())
            .sorted()
            .toList());
    assertEquals(List.of(RunEnd.Next.RESUME, RunEnd.Next.UNDO), end.next());
  }

  @Test
  void goesOnAfterAFailureFromTheActThatFailed() {
    trial.world.order(Trial.effect("a", "cp2", 1), Sandbox.Fault.REFUSED);
    Playbook playbook =
        Playbooks.of(
            Playbooks.rename("a", trial.world.hosts), Playbooks.rename("b", trial.world.hosts));
    Plan plan = Playbooks.plan(playbook, trial.world);
    assertEquals(RunEnd.Kind.FAILED, trial.run(playbook, plan).kind());
    assertEquals(RunEnd.Kind.DONE, trial.run(playbook, plan).kind());
    assertEquals(12, trial.world.attempts.size());
    assertEquals(1, trial.world.happened(Trial.effect("a", "cp2", 0)));
  }

  @Test
  void waitsOutAFailureThatTheRetryNames() {
    trial.world.order(
        Trial.effect("a", "cp1", 0), Sandbox.Fault.UNHEALTHY, Sandbox.Fault.UNHEALTHY);
    assertEquals(
        RunEnd.Kind.DONE, trial.run(Playbooks.of(Playbooks.rename("a", trial.world.hosts))).kind());
    assertEquals(2, trial.all(RunEvent.EffectNotDone.class).count());
  }

  @Test
  void givesUpWhenARetryTakesTooLong() {
    Sandbox.Fault[] many = new Sandbox.Fault[50];
    java.util.Arrays.fill(many, Sandbox.Fault.UNHEALTHY);
    trial.world.order(Trial.effect("a", "cp1", 0), many);
    assertEquals(
        RunEnd.Kind.FAILED,
        trial.run(Playbooks.of(Playbooks.rename("a", trial.world.hosts))).kind());
    assertEquals(11, trial.all(RunEvent.EffectNotDone.class).count());
  }

  @Test
  void settlesALostAnswerAtOnceAndRepeatsNothingThatHappened() {
    trial.world.order(Trial.effect("a", "cp1", 0), Sandbox.Fault.LOST_AFTER);
    trial.world.order(Trial.effect("a", "cp2", 0), Sandbox.Fault.LOST_BEFORE);
    assertEquals(
        RunEnd.Kind.DONE, trial.run(Playbooks.of(Playbooks.rename("a", trial.world.hosts))).kind());
    assertEquals(1, trial.world.happened(Trial.effect("a", "cp1", 0)));
    assertEquals(1, trial.world.happened(Trial.effect("a", "cp2", 0)));
    assertEquals(
        List.of("the record says so"),
        trial.all(RunEvent.EffectDone.class).flatMap(done -> done.settledBy().stream()).toList());
  }

  @Test
  void leavesAnEffectInDoubtWhenNothingTells() {
    trial.world.amnesia = true;
    trial.world.order(Trial.effect("a", "cp1", 0), Sandbox.Fault.LOST_AFTER);
    RunEnd end = trial.run(Playbooks.of(Playbooks.rename("a", trial.world.hosts)));
    assertEquals(RunEnd.Kind.IN_DOUBT, end.kind());
    assertTrue(end.changed());
    assertEquals(List.of(RunEnd.Next.RESUME, RunEnd.Next.RESOLVE), end.next());
  }

  @Test
  void takesASatisfiedStepAsEvidence() {
    trial.world.amnesia = true;
    trial.world.order(Trial.effect("a", "cp1", 1), Sandbox.Fault.LOST_AFTER);
    assertEquals(
        RunEnd.Kind.DONE, trial.run(Playbooks.of(Playbooks.rename("a", trial.world.hosts))).kind());
  }
}
