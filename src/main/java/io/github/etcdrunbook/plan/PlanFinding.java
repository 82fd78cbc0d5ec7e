package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.source.SourceRange;
import java.util.Objects;

/**
 * Why a playbook cannot be planned as it is. Immutable.
 *
 * @param at which step, for which host
 * @param range where it stands in the playbook
 * @param kind what sort of finding
 * @param what what is wrong, in one sentence
 * @param hint what to do about it
 */
public record PlanFinding(StepAt at, SourceRange range, Kind kind, String what, String hint) {
  /** The sorts of findings. */
  public enum Kind {
    /** The playbook or its inputs are wrong. */
    WRONG,
    /** A requirement, an action or the forecast refuses: it would hurt. */
    REFUSED,
    /** A host does not answer or rejects us. */
    UNREACHABLE
  }

  /** Rejects null. */
  public PlanFinding {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(range, "range");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(hint, "hint");
  }
}
