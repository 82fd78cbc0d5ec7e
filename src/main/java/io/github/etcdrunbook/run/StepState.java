package io.github.etcdrunbook.run;

import io.github.etcdrunbook.action.Act;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a step is on one host. A step that was not begun has no state. Immutable.
 *
 * <pre>
 * (none) ──started──► Started ──finished──► Finished      (none) ──finished──► Finished
 *                                                         (none) ──skipped───► Skipped
 * </pre>
 */
public sealed interface StepState {
  /** Its acts are decided; nothing is decided again. */
  record Started(String summary, List<ActState> acts) implements StepState {
    /** Rejects null and copies the acts. */
    public Started {
      Objects.requireNonNull(summary, "summary");
      acts = List.copyOf(acts);
    }

    /** No act was tried. */
    static Started of(String summary, List<Act> acts) {
      return new Started(summary, acts.stream().map(ActState::ready).toList());
    }

    /** The first act that is not over yet; none when all are. */
    public Optional<Integer> next() {
      for (int index = 0; index < acts.size(); index++) {
        if (!acts.get(index).isOver()) {
          return Optional.of(index);
        }
      }
      return Optional.empty();
    }

    @Override
    public StepState withAct(int index, ActState act) {
      return new Started(summary, replaced(acts, index, act));
    }
  }

  /** It is satisfied, with its output; without acts when there was nothing to do. */
  record Finished(List<ActState> acts, Record output) implements StepState {
    /** Rejects null and copies the acts. */
    public Finished {
      acts = List.copyOf(acts);
      Objects.requireNonNull(output, "output");
    }

    @Override
    public StepState withAct(int index, ActState act) {
      return new Finished(replaced(acts, index, act), output);
    }
  }

  /** It was not needed. */
  record Skipped(String why) implements StepState {
    /** Rejects null. */
    public Skipped {
      Objects.requireNonNull(why, "why");
    }

    @Override
    public List<ActState> acts() {
      return List.of();
    }

    @Override
    public StepState withAct(int index, ActState act) {
      throw new IllegalArgumentException("a skipped step has no acts");
    }
  }

  /** Its acts, in order. */
  List<ActState> acts();

  /** The same step with another state of one act. */
  StepState withAct(int index, ActState act);

  private static List<ActState> replaced(List<ActState> acts, int index, ActState act) {
    List<ActState> copy = new ArrayList<>(acts);
    copy.set(index, act);
    return copy;
  }
}
