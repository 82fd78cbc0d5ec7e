package io.github.etcdrunbook.run;

import java.util.Objects;

/** How a step ended on one host. Immutable. */
sealed interface Outcome {
  /** It is satisfied, with its output. */
  record Satisfied(Record output) implements Outcome {
    public Satisfied {
      Objects.requireNonNull(output, "output");
    }
  }

  /** It was not needed. */
  record Skipped(String why) implements Outcome {
    public Skipped {
      Objects.requireNonNull(why, "why");
    }
  }

  /** It stopped before its end. */
  record Stopped(Trouble trouble) implements Outcome {
    public Stopped {
      Objects.requireNonNull(trouble, "trouble");
    }
  }
}
