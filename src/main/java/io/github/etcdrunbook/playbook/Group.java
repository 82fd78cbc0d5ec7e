package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.StepId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Steps that belong together. With hosts, each host goes through all the steps, batch by batch as
 * the rollout says, and the steps themselves have no hosts of their own. Immutable.
 *
 * @param id its id
 * @param title what it does, for people
 * @param hosts the hosts that go through the steps, if it is a group per host
 * @param steps its steps, in order; quorum, point of no return and fenced hosts of the group are
 *     also theirs
 * @param conditions {@code when} skips all of it or a host, {@code require} and {@code expect} are
 *     asked before and after each host's steps, {@code doneWhen} ends what the group stands in
 * @param manner gate and rollout of the whole group
 * @param range where it stands
 */
public record Group(
    StepId id,
    Template title,
    Optional<HostChoice> hosts,
    List<Step> steps,
    Conditions conditions,
    Manner manner,
    SourceRange range)
    implements Playbook.Entry {
  /** Rejects a group without steps. */
  public Group {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(hosts, "hosts");
    Objects.requireNonNull(conditions, "conditions");
    Manner over = manner;
    steps = steps.stream().map(step -> step.under(over)).toList();
    Objects.requireNonNull(range, "range");
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a group has steps: " + id);
    }
  }
}
