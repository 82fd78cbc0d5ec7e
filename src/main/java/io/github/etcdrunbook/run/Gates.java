package io.github.etcdrunbook.run;

import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.playbook.Group;
import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.playbook.Step;
import io.github.etcdrunbook.playbook.Template;
import io.github.etcdrunbook.world.StepId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The gates of a run: which can be foreseen, and what an answer means. */
final class Gates {
  private final Means means;
  private final Plan plan;
  private final Set<StepId> looking;

  Gates(Means means, Plan plan, Playbook playbook) {
    this.means = means;
    this.plan = plan;
    this.looking =
        playbook
            .steps()
            .filter(step -> step.use().filter(use -> use.nature() == Nature.CHANGES).isEmpty())
            .map(Step::id)
            .collect(Collectors.toSet());
  }

  /**
   * The first gate that nobody could answer, before anything is changed. A step that may change
   * something and could not be planned asks, too.
   */
  Optional<PlannedStep> unreachable() {
    return plan.steps().stream()
        .filter(step -> step.marks().gate().isPresent() || asksLater(step))
        .filter(step -> !(step.planned() instanceof Planned.Skipped))
        .filter(step -> means.ledger().state().step(step.at()).isEmpty())
        .filter(step -> !means.ledger().state().gates().contains(step.at().step()))
        .filter(step -> !means.gatekeeper().reaches(step.at().step()))
        .findFirst();
  }

  private boolean asksLater(PlannedStep step) {
    return step.planned() instanceof Planned.Deferred && !looking.contains(step.at().step());
  }

  /** The first group whose gate nobody could answer, with a step of it that the plan has. */
  Optional<PlannedStep> unreachable(Playbook playbook) {
    return playbook.entries().stream()
        .filter(Group.class::isInstance)
        .map(Group.class::cast)
        .filter(group -> group.manner().confirm().isPresent())
        .filter(group -> !means.ledger().state().gates().contains(group.id()))
        .filter(group -> !means.gatekeeper().reaches(group.id()))
        .flatMap(
            group ->
                plan.steps().stream()
                    .filter(step -> !(step.planned() instanceof Planned.Skipped))
                    .filter(step -> isOf(group, step))
                    .map(
                        step ->
                            new PlannedStep(
                                new StepAt(group.id(), Optional.empty()),
                                step.title(),
                                step.planned(),
                                step.marks(),
                                group.range())))
        .findFirst();
  }

  private static boolean isOf(Group group, PlannedStep planned) {
    return group.steps().stream().anyMatch(step -> step.id().equals(planned.at().step()));
  }

  /** Asks at a gate, once in a run; why it is not passed, if so. */
  Optional<Trouble> pass(StepId step, Manner manner, Scope scope) {
    return means
        .stop()
        .before(step)
        .or(() -> ask(step, manner, scope))
        // An answer may have taken long.
        .or(() -> means.stop().before(step));
  }

  private Optional<Trouble> ask(StepId step, Manner manner, Scope scope) {
    if (manner.confirm().isEmpty() || means.ledger().state().gates().contains(step)) {
      return Optional.empty();
    }
    Manner.Gate gate = manner.confirm().get();
    String text = gate.question().render(scope);
    Optional<String> phrase = gate.phrase().map((Template words) -> words.render(scope));
    Gatekeeper.Answer answer =
        means
            .gatekeeper()
            .ask(new Gatekeeper.Question(step, text, phrase, manner.pointOfNoReturn(), List.of()));
    switch (answer) {
      case Gatekeeper.Answer.Yes yes ->
          means.ledger().record(new RunEvent.GateAnswered(step, text, yes.who(), true));
      case Gatekeeper.Answer.No no ->
          means.ledger().record(new RunEvent.GateAnswered(step, text, no.who(), false));
      case Gatekeeper.Answer.Nobody ignored -> {
        // There was no answer that could be recorded.
      }
    }
    return halted(means, answer, step).or(() -> trouble(answer, step));
  }

  /** Asks whether a step may do what the plan could not know; what was shown is recorded. */
  static Optional<Trouble> passDeferred(Means means, Gatekeeper.Question question, StepAt at) {
    Gatekeeper.Answer answer = means.gatekeeper().ask(question);
    switch (answer) {
      case Gatekeeper.Answer.Yes yes ->
          means
              .ledger()
              .record(
                  new RunEvent.DeferredAnswered(
                      at, question.text(), question.effects(), yes.who(), true));
      case Gatekeeper.Answer.No no ->
          means
              .ledger()
              .record(
                  new RunEvent.DeferredAnswered(
                      at, question.text(), question.effects(), no.who(), false));
      case Gatekeeper.Answer.Nobody ignored -> {
        // There was no answer that could be recorded.
      }
    }
    return halted(means, answer, at.step()).or(() -> trouble(answer, at.step()));
  }

  /** Nobody answers when the operator stops the run instead. */
  private static Optional<Trouble> halted(Means means, Gatekeeper.Answer answer, StepId step) {
    return answer instanceof Gatekeeper.Answer.Nobody && means.stop().getAsBoolean()
        ? means.stop().before(step)
        : Optional.empty();
  }

  /** What an answer means for the run. */
  static Optional<Trouble> trouble(Gatekeeper.Answer answer, StepId step) {
    return switch (answer) {
      case Gatekeeper.Answer.Yes ignored -> Optional.empty();
      case Gatekeeper.Answer.No no ->
          Optional.of(new Trouble.Unanswered(no.who() + " said no at " + step));
      case Gatekeeper.Answer.Nobody ignored ->
          Optional.of(new Trouble.Unanswered("nobody can be asked at " + step));
    };
  }
}
