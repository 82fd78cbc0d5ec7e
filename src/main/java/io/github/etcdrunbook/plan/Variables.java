package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.playbook.Formula;
import io.github.etcdrunbook.playbook.Variable;
import io.github.etcdrunbook.world.StepId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Computes each variable once, as soon as what it needs is known; then it stays as it is. */
final class Variables {
  private final List<Variable> missing;
  private final PlanWorld world;

  Variables(List<Variable> variables, PlanWorld world) {
    this.missing = new ArrayList<>(variables);
    this.world = world;
  }

  /** Computes those that can be computed now, in the order of the playbook. */
  void compute() {
    for (Iterator<Variable> each = missing.iterator(); each.hasNext(); ) {
      Variable variable = each.next();
      switch (variable.formula().evaluate(world.scope())) {
        case Formula.Result.Known known -> {
          world.freeze(variable.name(), known.value());
          each.remove();
        }
        case Formula.Result.KnownAfter ignored -> {
          // A later step will tell.
        }
        case Formula.Result.Wrong wrong -> {
          world.wrong(place(variable), variable.range(), wrong.diagnostics());
          each.remove();
        }
      }
    }
  }

  /** A variable is frozen in the plan: one that no plan can know is wrong. */
  void demandAll() {
    if (world.findings().isEmpty()) {
      missing.forEach(
          variable ->
              world.find(
                  place(variable),
                  variable.range(),
                  PlanFinding.Kind.WRONG,
                  "the variable `" + variable.name() + "` is not known when planning",
                  "use what it is made of where it is needed: a variable is frozen in the plan"));
    }
  }

  private static StepAt place(Variable variable) {
    String id = StepId.isValid(variable.name()) ? variable.name() : "vars";
    return new StepAt(new StepId(id), Optional.empty());
  }
}
