package io.github.etcdrunbook.run;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlanComparison;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.StepAt;
import java.util.List;
import java.util.Optional;

/** The acts must be within the plan; what the plan could not know, a person must allow. */
final class PlannedOnly implements Admission {
  private final Plan plan;
  private final PlanComparison comparison;
  private final Means means;

  PlannedOnly(Plan plan, Means means) {
    this.plan = plan;
    this.comparison = new PlanComparison(plan);
    this.means = means;
  }

  @Override
  public Optional<Trouble> objection(StepAt at, List<Act> acts) {
    Optional<String> moved = comparison.moved(at, acts);
    if (moved.isPresent()) {
      return moved.map(Trouble.Moved::new);
    }
    boolean changes = acts.stream().map(Act::effect).anyMatch(RunState::changes);
    Optional<Planned> planned = plan.step(at).map(PlannedStep::planned);
    if (!changes || planned.isEmpty() || !(planned.get() instanceof Planned.Deferred deferred)) {
      return Optional.empty();
    }
    Gatekeeper.Question question =
        new Gatekeeper.Question(
            at.step(),
            at + " was not known before " + deferred.after() + "; perform it now?",
            Optional.empty(),
            false,
            acts.stream().map(Act::effect).toList());
    return Gates.passDeferred(means, question, at);
  }
}
