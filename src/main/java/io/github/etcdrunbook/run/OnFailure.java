package io.github.etcdrunbook.run;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Step;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectText;
import java.util.List;
import java.util.Optional;

/**
 * The steps that leave evidence when a run fails: each is tried once in a run, none may change
 * anything, and what becomes of them never changes how the run ended.
 */
final class OnFailure {
  private final Means means;
  private final Plan plan;
  private final Gates gates;

  OnFailure(Means means, Plan plan, Gates gates) {
    this.means = means;
    this.plan = plan;
    this.gates = gates;
  }

  /** Looks, as the playbook says, after a run that failed. */
  void look(Playbook playbook, Course failed) {
    for (Step step : playbook.onFailure()) {
      // A course of its own: its failures are in the journal, and not in the end of the run.
      Course aside = new Course(failed.scope());
      EntryRun entries =
          new EntryRun(means, plan, gates, aside, new StepRun(means, plan, OnFailure::objection));
      entries.step(step);
    }
  }

  private static Optional<Trouble> objection(StepAt at, List<Act> acts) {
    return acts.stream()
        .map(Act::effect)
        .filter(RunState::changes)
        .findFirst()
        .map(OnFailure::refusal);
  }

  private static Trouble refusal(Effect effect) {
    return new Trouble.Refused(
        "evidence is left without changing anything, and it would " + EffectText.withHost(effect),
        "only steps that look stand in `onFailure`");
  }
}
