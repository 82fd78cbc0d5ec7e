package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.playbook.Conditions;
import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Template;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunStopsTest {
  private final Trial trial = new Trial();

  @Test
  void stopsWhenTheWorldMovedAwayFromThePlan() {
    Playbook playbook = Playbooks.of(Playbooks.rename("a", trial.world.hosts));
    Plan plan = Playbooks.plan(playbook, new Sandbox("cp1", "cp2", "cp3").with("/a.new"));
    RunEnd end = trial.run(playbook, plan);
    assertEquals(RunEnd.Kind.PLAN_STALE, end.kind());
    assertFalse(end.changed());
    assertEquals(0, trial.world.attempts.size());
  }

  @Test
  void doesLessThanPlannedWithoutStopping() {
    Playbook playbook = Playbooks.of(Playbooks.rename("a", trial.world.hosts));
    Plan plan = Playbooks.plan(playbook, trial.world);
    trial.world.paths.get(new HostName("cp1")).remove("/a");
    trial.world.paths.get(new HostName("cp1")).add("/a.new.half");
    assertEquals(RunEnd.Kind.DONE, trial.run(playbook, plan).kind());
    assertEquals(5, trial.world.attempts.size());
  }

  @Test
  void skipsRefusesAndExpects() {
    Playbook skipped =
        Playbooks.of(
            Playbooks.with(
                Playbooks.rename("a", trial.world.hosts),
                new Conditions(
                    Optional.of(Trial.check(false)), List.of(), List.of(), Optional.empty())));
    assertEquals(RunEnd.Kind.DONE, trial.run(skipped).kind());
    assertEquals(0, trial.world.attempts.size());
    trial.events.clear();
    List<Conditions.Requirement> unmet =
        List.of(new Conditions.Requirement(Trial.check(false), Template.of("it must hold")));
    Playbook refused =
        Playbooks.of(
            Playbooks.with(
                Playbooks.rename("a", trial.world.hosts),
                new Conditions(Optional.empty(), unmet, List.of(), Optional.empty())));
    assertEquals(RunEnd.Kind.REFUSED, trial.run(refused).kind());
    assertEquals(0, trial.world.attempts.size());
    trial.events.clear();
    Playbook expected =
        Playbooks.of(
            Playbooks.with(
                Playbooks.rename("a", trial.world.hosts),
                new Conditions(Optional.empty(), List.of(), unmet, Optional.empty())));
    assertEquals(RunEnd.Kind.FAILED, trial.run(expected).kind());
    assertEquals(6, trial.world.attempts.size());
  }

  @Test
  void endsWellWhenNothingIsLeftToDo() {
    Playbook playbook =
        Playbooks.of(
            Playbooks.with(
                Playbooks.rename("a", trial.world.hosts),
                new Conditions(
                    Optional.empty(), List.of(), List.of(), Optional.of(Trial.check(true)))),
            Playbooks.rename("b", trial.world.hosts));
    assertEquals(RunEnd.Kind.DONE, trial.run(playbook).kind());
    assertEquals(6, trial.world.attempts.size());
  }

  private Playbook gated() {
    Manner plain = Manner.plain();
    return Playbooks.of(
        Playbooks.rename("a", trial.world.hosts),
        Playbooks.with(
            Playbooks.rename("b", trial.world.hosts),
            new Manner(
                Optional.of(new Manner.Gate(Template.of("go on?"), Optional.empty())),
                plain.quorum(),
                true,
                plain.timeout(),
                plain.patience(),
                plain.rollout(),
                plain.onUnreachable())));
  }

  @Test
  void changesNothingWhenAGateAheadCannotBeAnswered() {
    trial.gatekeeper = new Trial.Answers(false, new Gatekeeper.Answer.Nobody());
    RunEnd end = trial.run(gated());
    assertEquals(RunEnd.Kind.WAITS_FOR_PERSON, end.kind());
    assertFalse(end.changed());
    assertEquals(List.of(), trial.events);
  }

  @Test
  void stopsAtAGateThatAPersonDeclines() {
    trial.gatekeeper = new Trial.Answers(true, new Gatekeeper.Answer.No("ops"));
    RunEnd end = trial.run(gated());
    assertEquals(RunEnd.Kind.WAITS_FOR_PERSON, end.kind());
    assertFalse(end.noReturn());
    assertEquals(6, trial.world.attempts.size());
  }

  @Test
  void marksThePointOfNoReturnBeforeTheFirstEffectBeyondIt() {
    RunEnd end = trial.run(gated());
    assertEquals(RunEnd.Kind.DONE, end.kind());
    assertTrue(end.noReturn());
    int line = index(RunEvent.NoReturnPassed.class);
    assertTrue(
        trial.events.subList(line, trial.events.size()).stream()
                .filter(RunEvent.EffectIntended.class::isInstance)
                .count()
            == 6);
  }

  private int index(Class<? extends RunEvent> type) {
    for (int i = 0; i < trial.events.size(); i++) {
      if (type.isInstance(trial.events.get(i))) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void pausesBetweenStepsWhenAsked() {
    Playbook playbook =
        Playbooks.of(
            Playbooks.rename("a", trial.world.hosts), Playbooks.rename("b", trial.world.hosts));
    Plan plan = Playbooks.plan(playbook, trial.world);
    Journal before = trial.journal;
    trial.journal =
        event -> {
          trial.stop.set(trial.stop.get() || event instanceof RunEvent.EffectIntended);
          return before.append(event);
        };
    assertEquals(RunEnd.Kind.INTERRUPTED, trial.run(playbook, plan).kind());
    assertEquals(6, trial.world.attempts.size());
    trial.journal = before;
    trial.stop.set(false);
    assertEquals(RunEnd.Kind.DONE, trial.run(playbook, plan).kind());
  }

  @Test
  void performsNothingWhenTheJournalIsLost() {
    Journal before = trial.journal;
    trial.journal =
        event -> {
          if (event instanceof RunEvent.EffectIntended) {
            throw new Journal.Lost("disk full", new IOException("No space left on device"));
          }
          return before.append(event);
        };
    RunEnd end = trial.run(Playbooks.of(Playbooks.rename("a", trial.world.hosts)));
    assertEquals(RunEnd.Kind.JOURNAL_LOST, end.kind());
    assertEquals(0, trial.world.attempts.size());
    assertFalse(end.changed());
  }

  @Test
  void saysUnreachableWhenAHostIsSilentFromTheStart() {
    Playbook playbook = Playbooks.of(Playbooks.rename("a", trial.world.hosts));
    Plan plan = Playbooks.plan(playbook, trial.world);
    trial.world.silent.add(new HostName("cp3"));
    RunEnd end = trial.run(playbook, plan);
    assertEquals(RunEnd.Kind.UNREACHABLE, end.kind());
    Trouble.Broke broke =
        assertInstanceOf(Trouble.Broke.class, end.failures().getFirst().trouble());
    assertEquals("it is silent", broke.what());
  }
}
