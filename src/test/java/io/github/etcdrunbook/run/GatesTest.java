package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.world.StepId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatesTest {
  private final Trial trial = new Trial();

  /** A plan that could not know what its steps do. */
  private Plan deferred(Playbook playbook) {
    Plan plan = Playbooks.plan(playbook, trial.world);
    List<PlannedStep> steps =
        plan.steps().stream()
            .map(
                step ->
                    new PlannedStep(
                        step.at(),
                        step.title(),
                        new Planned.Deferred("something"),
                        step.marks(),
                        step.range()))
            .toList();
    return new Plan(plan.id(), plan.made(), plan.frozen(), steps, Optional.empty());
  }

  @Test
  void whatWasShownOfADeferredStepIsRecordedWithTheAnswer() {
    Playbook playbook = Playbooks.of(Playbooks.rename("a", trial.world.hosts));
    assertEquals(RunEnd.Kind.DONE, trial.run(playbook, deferred(playbook)).kind());
    List<RunEvent.DeferredAnswered> answers = trial.all(RunEvent.DeferredAnswered.class).toList();
    assertEquals(3, answers.size(), "one for each host");
    assertTrue(answers.stream().allMatch(answer -> answer.yes() && answer.who().equals("ops")));
    assertTrue(answers.stream().allMatch(answer -> answer.shown().size() == 2));
  }

  @Test
  void noAtADeferredStepIsRecordedAndNothingHappens() {
    trial.gatekeeper = new Trial.Answers(true, new Gatekeeper.Answer.No("ops"));
    Playbook playbook = Playbooks.of(Playbooks.rename("a", trial.world.hosts));
    RunEnd end = trial.run(playbook, deferred(playbook));
    assertEquals(RunEnd.Kind.WAITS_FOR_PERSON, end.kind());
    assertFalse(end.changed());
    assertFalse(trial.all(RunEvent.DeferredAnswered.class).toList().getFirst().yes());
  }

  @Test
  void stoppingAtAQuestionIsNoAnswer() {
    trial.gatekeeper =
        new Gatekeeper() {
          @Override
          public boolean reaches(StepId step) {
            return true;
          }

          @Override
          public Answer ask(Question question) {
            trial.stop.set(true);
            return new Answer.Nobody();
          }
        };
    Playbook playbook = Playbooks.of(Playbooks.rename("a", trial.world.hosts));
    assertEquals(RunEnd.Kind.INTERRUPTED, trial.run(playbook, deferred(playbook)).kind());
  }
}
