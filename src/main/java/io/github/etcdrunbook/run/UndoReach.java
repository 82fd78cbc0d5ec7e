package io.github.etcdrunbook.run;

import io.github.etcdrunbook.playbook.Group;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Step;
import io.github.etcdrunbook.world.StepId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How far an undo goes back: to the beginning, or to an entry of the playbook. That entry and those
 * before it stay as they are. Immutable.
 *
 * @param to the entry; empty when everything is taken back
 * @param stays the steps of it and of those before it
 */
public record UndoReach(Optional<StepId> to, Set<StepId> stays) {
  /** Copies the steps. */
  public UndoReach {
    Objects.requireNonNull(to, "to");
    stays = Set.copyOf(stays);
  }

  /** To the beginning. */
  public static UndoReach all() {
    return new UndoReach(Optional.empty(), Set.of());
  }

  /**
   * To an entry. Empty when the playbook has no such entry: hosts go through the steps of a group
   * in an order of their own, so that only the whole group is a place to go back to.
   */
  public static Optional<UndoReach> to(StepId entry, Playbook playbook) {
    Set<StepId> stays = new HashSet<>();
    for (Playbook.Entry each : playbook.entries()) {
      stays.addAll(steps(each));
      if (id(each).equals(entry)) {
        return Optional.of(new UndoReach(Optional.of(entry), stays));
      }
    }
    return Optional.empty();
  }

  /** The entries that can be named, in order. */
  public static List<StepId> entries(Playbook playbook) {
    return playbook.entries().stream().map(UndoReach::id).toList();
  }

  /** Whether an effect of this step is taken back. */
  public boolean takesBack(StepId step) {
    return !stays.contains(step);
  }

  private static StepId id(Playbook.Entry entry) {
    return switch (entry) {
      case Step step -> step.id();
      case Group group -> group.id();
    };
  }

  private static List<StepId> steps(Playbook.Entry entry) {
    return switch (entry) {
      case Step step -> List.of(step.id());
      case Group group ->
          Stream.concat(Stream.of(group.id()), group.steps().stream().map(Step::id)).toList();
    };
  }
}
