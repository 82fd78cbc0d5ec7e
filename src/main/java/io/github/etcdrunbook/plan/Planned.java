package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.action.Act;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a step will do, as far as it is known when planning. Immutable. */
public sealed interface Planned {
  /** Nothing is left to do. */
  record Satisfied(String why, Record output) implements Planned {
    /** Rejects null. */
    public Satisfied {
      Objects.requireNonNull(why, "why");
      Objects.requireNonNull(output, "output");
    }
  }

  /** These acts; the output as it was forecast, if it can be known. */
  record Change(String summary, List<Act> acts, Optional<Record> output) implements Planned {
    /** Rejects null and copies the acts. */
    public Change {
      Objects.requireNonNull(summary, "summary");
      acts = List.copyOf(acts);
      Objects.requireNonNull(output, "output");
    }
  }

  /** It is not needed. */
  record Skipped(String why) implements Planned {
    /** Rejects null. */
    public Skipped {
      Objects.requireNonNull(why, "why");
    }
  }

  /** It is known only after what is named; at the run its effects are shown and asked for. */
  record Deferred(String after) implements Planned {
    /** Rejects null. */
    public Deferred {
      Objects.requireNonNull(after, "after");
    }
  }
}
