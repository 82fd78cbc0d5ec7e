package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.StepId;
import java.util.Objects;
import java.util.Optional;

/**
 * One entry of a playbook. Immutable.
 *
 * @param id its id
 * @param title what it does, for people
 * @param use the action with its arguments; a step may have only requirements
 * @param hosts the hosts it runs for; without them it runs once for the cluster
 * @param conditions when it runs, what it asks before and after
 * @param manner how it runs
 * @param range where it stands
 */
public record Step(
    StepId id,
    Template title,
    Optional<Use> use,
    Optional<HostChoice> hosts,
    Conditions conditions,
    Manner manner,
    SourceRange range)
    implements Playbook.Entry {
  /** Rejects null. */
  public Step {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(use, "use");
    Objects.requireNonNull(hosts, "hosts");
    Objects.requireNonNull(conditions, "conditions");
    Objects.requireNonNull(manner, "manner");
    Objects.requireNonNull(range, "range");
  }

  /** An action with its arguments, and whether the step may change anything. */
  public record Use(Action<?, ?, ?> action, StepArguments arguments, Nature nature) {
    /** Rejects null. */
    public Use {
      Objects.requireNonNull(action, "action");
      Objects.requireNonNull(arguments, "arguments");
      Objects.requireNonNull(nature, "nature");
    }

    /** A step with the nature of its action. */
    public Use(Action<?, ?, ?> action, StepArguments arguments) {
      this(action, arguments, action.nature());
    }
  }

  /** The same step in a group: what the group gives up, the step gives up. */
  Step under(Manner group) {
    Manner both = manner.under(group, use.isPresent());
    return new Step(id, title, use, hosts, conditions, both, range);
  }
}
