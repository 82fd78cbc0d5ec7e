package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.playbook.Datum;
import io.github.etcdrunbook.playbook.Playbook.SourceText;
import io.github.etcdrunbook.world.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run will do, complete enough to run from nothing else. Immutable.
 *
 * @param id the id of the run: it is drawn here, since a plan runs once, and names in it are exact
 * @param made when, by whom and for what it was made
 * @param frozen what it was made from
 * @param steps what each step will do, in order
 * @param noReturn where the way back ends, if it does
 */
public record Plan(
    RunId id, Made made, Frozen frozen, List<PlannedStep> steps, Optional<NoReturn> noReturn) {
  /** Rejects null and copies the steps. */
  public Plan {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(made, "made");
    Objects.requireNonNull(frozen, "frozen");
    steps = List.copyOf(steps);
    Objects.requireNonNull(noReturn, "noReturn");
  }

  /**
   * When, by whom and for what a plan was made.
   *
   * @param at when
   * @param expires from when on it is not run any more
   * @param operator who made it
   * @param change the number of the change, if there is one
   * @param playbook the playbook's name
   * @param cluster the cluster's name
   * @param window when it may be run, if that is not left open
   */
  public record Made(
      Instant at,
      Instant expires,
      String operator,
      Optional<String> change,
      String playbook,
      String cluster,
      Optional<Window> window) {
    /** Rejects null. */
    public Made {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(expires, "expires");
      Objects.requireNonNull(operator, "operator");
      Objects.requireNonNull(change, "change");
      Objects.requireNonNull(playbook, "playbook");
      Objects.requireNonNull(cluster, "cluster");
      Objects.requireNonNull(window, "window");
    }

    /** Made without a maintenance window. */
    public Made(
        Instant at,
        Instant expires,
        String operator,
        Optional<String> change,
        String playbook,
        String cluster) {
      this(at, expires, operator, change, playbook, cluster, Optional.empty());
    }
  }

  /**
   * What a plan was made from.
   *
   * @param playbook the playbook's files, itself first
   * @param inventory the inventory's files, itself first
   * @param inputs what was given, as it was written; secrets only by name
   * @param variables what was computed once
   */
  public record Frozen(
      List<SourceText> playbook,
      List<SourceText> inventory,
      List<Given> inputs,
      Map<String, Datum> variables) {
    /** Copies the collections. */
    public Frozen {
      playbook = List.copyOf(playbook);
      inventory = List.copyOf(inventory);
      inputs = List.copyOf(inputs);
      variables = Map.copyOf(variables);
    }
  }

  /** An input that was given: its value, or for a secret nothing but its name. */
  public record Given(String name, Optional<Datum> value) {
    /** Rejects null. */
    public Given {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
    }
  }

  /** From the first effect of a step on there is no way back, and why. */
  public record NoReturn(StepAt at, String why) {
    /** Rejects null. */
    public NoReturn {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(why, "why");
    }
  }

  /** What a step will do; empty when the plan does not have it. */
  public Optional<PlannedStep> step(StepAt at) {
    return steps.stream().filter(step -> step.at().equals(at)).findFirst();
  }

  /**
   * Whether the plan changes anything: a deferred step may.
   *
   * <p>A plan without changes needs no confirmation.
   */
  public boolean changes() {
    return steps.stream()
        .anyMatch(
            step ->
                step.planned() instanceof Planned.Change
                    || step.planned() instanceof Planned.Deferred);
  }
}
