package io.github.etcdrunbook.action;

import java.util.List;
import java.util.Objects;

/** The pure answer of an action. A step ends only by {@code Satisfied}. Immutable. */
public sealed interface Decision<R extends Record> {
  /** Nothing is left to do; the output is the step's. */
  record Satisfied<R extends Record>(String why, R output) implements Decision<R> {
    /** Rejects null. */
    public Satisfied {
      Objects.requireNonNull(why, "why");
      Objects.requireNonNull(output, "output");
    }
  }

  /** These acts, in order, lead to {@code Satisfied}. */
  record Change<R extends Record>(String summary, List<Act> acts) implements Decision<R> {
    /** Rejects a change without acts. */
    public Change {
      Objects.requireNonNull(summary, "summary");
      acts = List.copyOf(acts);
      if (acts.isEmpty()) {
        throw new IllegalArgumentException("a change has acts: " + summary);
      }
    }
  }

  /** It would hurt, or cannot be done: why, and what to do instead. */
  record Refused<R extends Record>(String why, String hint) implements Decision<R> {
    /** Rejects null. */
    public Refused {
      Objects.requireNonNull(why, "why");
      Objects.requireNonNull(hint, "hint");
    }
  }
}
