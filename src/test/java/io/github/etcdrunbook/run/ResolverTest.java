package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.run.RunEvent.EffectResolved.Verdict;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person finds out what nothing else can tell, and the run goes on. */
class ResolverTest {
  private static final EffectRef FIRST = Trial.effect("a", "cp1", 0);
  private final Trial trial = new Trial();

  private Playbook inDoubt(Sandbox.Fault fault) {
    Playbook playbook = Playbooks.of(Playbooks.rename("a", trial.world.hosts));
    trial.world.amnesia = true;
    trial.world.order(FIRST, fault);
    assertEquals(RunEnd.Kind.IN_DOUBT, trial.run(playbook).kind());
    return playbook;
  }

  private Resolver.Answer resolve(String host, Verdict verdict) {
    Ledger ledger =
        new Ledger(trial.journal, RunState.fold(List.copyOf(trial.events)), Watcher.blind());
    return new Resolver(ledger)
        .resolve(new Resolver.Finding(Trial.at("a", host), verdict, "ops", "looked at the host"));
  }

  @ParameterizedTest
  @CsvSource({"LOST_AFTER, DONE", "LOST_BEFORE, NOT_DONE"})
  void theRunGoesOnAndTheEffectHappensOnce(Sandbox.Fault fault, Verdict verdict) {
    Sandbox before = new Sandbox("cp1", "cp2", "cp3").with("/a", "/b");
    Playbook playbook = inDoubt(fault);
    assertEquals(new Resolver.Answer.Recorded(FIRST), resolve("cp1", verdict));
    RunEnd end = trial.run(playbook, Playbooks.plan(playbook, before));
    assertEquals(RunEnd.Kind.DONE, end.kind(), end.failures().toString());
    assertEquals(1, trial.world.happened(FIRST));
  }

  @Test
  void aSkippedEffectIsNeitherTriedAgainNorTakenBack() {
    inDoubt(Sandbox.Fault.LOST_AFTER);
    assertEquals(new Resolver.Answer.Recorded(FIRST), resolve("cp1", Verdict.SKIPPED));
    RunState state = RunState.fold(List.copyOf(trial.events));
    ActState act = state.act(FIRST).orElseThrow();
    assertEquals(new ActState.Progress.Waived(1), act.progress());
    assertEquals(false, state.done().contains(FIRST));
    assertEquals(true, state.changed(), "it may have happened");
    StepState.Started step =
        assertInstanceOf(StepState.Started.class, state.step(Trial.at("a", "cp1")).orElseThrow());
    assertEquals(1, step.next().orElseThrow());
  }

  @Test
  void onlyWhatIsInDoubtCanBeResolved() {
    inDoubt(Sandbox.Fault.LOST_AFTER);
    assertEquals(
        new Resolver.Answer.Nothing(
            "no effect of a@cp2 is in doubt", List.of(Trial.at("a", "cp1"))),
        resolve("cp2", Verdict.DONE));
    assertInstanceOf(Resolver.Answer.Recorded.class, resolve("cp1", Verdict.DONE));
    assertInstanceOf(Resolver.Answer.Nothing.class, resolve("cp1", Verdict.DONE), "once more");
  }

  @Test
  void anInverseInDoubtIsResolvedToo() {
    Playbook playbook = Playbooks.of(Playbooks.rename("a", trial.world.hosts));
    trial.run(playbook);
    trial.events.removeLast();
    trial.events.add(new RunEvent.UndoStarted("ops"));
    trial.events.add(
        new RunEvent.UndoIntended(
            Trial.effect("a", "cp1", 1),
            0,
            new Effect.Move(trial.world.hosts.getFirst(), "/a.new", "/a"),
            1));
    assertInstanceOf(Resolver.Answer.Nothing.class, resolve("cp1", Verdict.SKIPPED));
    assertInstanceOf(Resolver.Answer.Recorded.class, resolve("cp1", Verdict.DONE));
    RunState state = RunState.fold(List.copyOf(trial.events));
    assertEquals(false, state.done().contains(Trial.effect("a", "cp1", 1)));
  }
}
