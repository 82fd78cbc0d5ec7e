package io.github.etcdrunbook.report;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.world.StepId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Follows a run through its plan: how many steps are behind it, and which one comes next. */
final class WhatIsNext {
  private final Plan plan;
  private final List<StepId> steps;
  private final Set<StepId> begun = new HashSet<>();

  WhatIsNext(Plan plan) {
    this.plan = plan;
    this.steps = plan.steps().stream().map(step -> step.at().step()).distinct().toList();
  }

  /** What an earlier session of the run has begun. */
  void behind(RunState state) {
    state.steps().keySet().forEach(this::began);
  }

  void began(StepAt at) {
    begun.add(at.step());
  }

  void follow(RunEvent event) {
    if (event instanceof RunEvent.OfStep ofStep) {
      began(ofStep.at());
    }
  }

  /** How far the run is: "step 4 of 20, next swap: Put the restored data in place". */
  String text() {
    long behind = begun.stream().filter(steps::contains).count();
    return "step "
        + Math.max(1, behind)
        + " of "
        + steps.size()
        + next()
            .map(
                step ->
                    ", next "
                        + step.at().step()
                        + ": "
                        + (returnsNot(step) ? "POINT OF NO RETURN, " : "")
                        + step.marks().gate().map(question -> "asks, then ").orElse("")
                        + Style.harmless(step.title()))
            .orElse(", the last one");
  }

  private boolean returnsNot(PlannedStep step) {
    return plan.noReturn().filter(line -> line.at().step().equals(step.at().step())).isPresent();
  }

  private Optional<PlannedStep> next() {
    return plan.steps().stream().filter(step -> !begun.contains(step.at().step())).findFirst();
  }
}
