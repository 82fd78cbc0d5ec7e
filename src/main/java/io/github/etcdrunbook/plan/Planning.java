package io.github.etcdrunbook.plan;

import java.util.List;
import java.util.Objects;

/** What came of planning. Immutable. */
public sealed interface Planning {
  /** A plan that can be run. */
  record Ready(Plan plan) implements Planning {
    /** Rejects null. */
    public Ready {
      Objects.requireNonNull(plan, "plan");
    }
  }

  /** No plan: what was found, and the steps as far as they were planned. */
  record Rejected(List<PlanFinding> findings, List<PlannedStep> steps) implements Planning {
    /** Rejects a rejection without a reason. */
    public Rejected {
      findings = List.copyOf(findings);
      steps = List.copyOf(steps);
      if (findings.isEmpty()) {
        throw new IllegalArgumentException("a rejection has a reason");
      }
    }
  }
}
