package io.github.etcdrunbook.playbook;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The conditions of a step or group, each with one meaning. Immutable.
 *
 * @param when skips it when false
 * @param require refuses before it when false
 * @param expect fails after it when false
 * @param doneWhen ends the playbook or group well when true
 */
public record Conditions(
    Optional<Check> when,
    List<Requirement> require,
    List<Requirement> expect,
    Optional<Check> doneWhen) {
  /** Rejects null and copies the lists. */
  public Conditions {
    Objects.requireNonNull(when, "when");
    require = List.copyOf(require);
    expect = List.copyOf(expect);
    Objects.requireNonNull(doneWhen, "doneWhen");
  }

  /** No conditions. */
  public static Conditions none() {
    return new Conditions(Optional.empty(), List.of(), List.of(), Optional.empty());
  }

  /** A condition with what is said when it does not hold. */
  public record Requirement(Check that, Template message) {
    /** Rejects null. */
    public Requirement {
      Objects.requireNonNull(that, "that");
      Objects.requireNonNull(message, "message");
    }
  }
}
