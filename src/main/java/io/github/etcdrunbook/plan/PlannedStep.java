package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.source.SourceRange;
import java.util.Objects;
import java.util.Optional;

/**
 * A step of a plan, for one host or once for the cluster. Immutable.
 *
 * @param at which step, for which host
 * @param title what it does, for people
 * @param planned what it will do
 * @param marks what a person must know before it runs
 * @param range where it stands in the playbook
 */
public record PlannedStep(
    StepAt at, String title, Planned planned, Marks marks, SourceRange range) {
  /** Rejects null. */
  public PlannedStep {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(planned, "planned");
    Objects.requireNonNull(marks, "marks");
    Objects.requireNonNull(range, "range");
  }

  /**
   * What a person must know before a step runs.
   *
   * @param gate what a person will be asked
   * @param quorumGivenUp why it may take a voter down without quorum
   * @param noReturn by declaration there is no way back from here
   */
  public record Marks(Optional<String> gate, Optional<String> quorumGivenUp, boolean noReturn) {
    /** Rejects null. */
    public Marks {
      Objects.requireNonNull(gate, "gate");
      Objects.requireNonNull(quorumGivenUp, "quorumGivenUp");
    }
  }
}
