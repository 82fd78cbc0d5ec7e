package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.playbook.Check;
import io.github.etcdrunbook.playbook.Conditions;
import io.github.etcdrunbook.playbook.Group;
import io.github.etcdrunbook.playbook.Scope;
import java.util.Optional;

/** The conditions of a group while it is planned. What does not hold is a finding. */
final class GroupConditions {
  private final PlanWorld world;

  GroupConditions(PlanWorld world) {
    this.world = world;
  }

  /** Asks what must hold before; answers after what it is known whether it begins at all. */
  Optional<String> begins(Group group, StepAt at, Scope scope) {
    for (Conditions.Requirement required : group.conditions().require()) {
      ask(group, at, scope, required, "it requires " + required.that().text());
    }
    Optional<Check> when = group.conditions().when();
    return when.isPresent() && when.get().evaluate(scope) instanceof Check.Verdict.KnownAfter after
        ? Optional.of(after.what())
        : Optional.empty();
  }

  /** Asks what must hold afterwards. */
  void expect(Group group, StepAt at, Scope scope) {
    for (Conditions.Requirement expected : group.conditions().expect()) {
      ask(group, at, scope, expected, "it expects " + expected.that().text());
    }
  }

  private void ask(Group group, StepAt at, Scope scope, Conditions.Requirement asked, String hint) {
    switch (asked.that().evaluate(scope)) {
      case Check.Verdict.Known known -> {
        if (!known.holds() && !known.drifting()) {
          String message = asked.message().render(scope);
          world.find(at, group.range(), PlanFinding.Kind.REFUSED, message, hint);
        }
      }
      case Check.Verdict.KnownAfter ignored -> {
        // It is asked at the run.
      }
      case Check.Verdict.Wrong wrong -> world.wrong(at, asked.that().range(), wrong.diagnostics());
    }
  }
}
