package io.github.etcdrunbook.run;

import io.github.etcdrunbook.world.StepId;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Says between steps whether the run has to pause: since the operator asked for it, or since the
 * maintenance window leaves no time for what comes next.
 */
public interface Pauses extends BooleanSupplier {
  /** Whether the operator asked to pause after the running steps. */
  @Override
  boolean getAsBoolean();

  /** Why this step, or the next batch of it, must not begin now. */
  Optional<Trouble> before(StepId step);

  /** The operator's brake. */
  Brake brake();

  /** Pauses only when somebody asks. */
  static Pauses when(BooleanSupplier asked) {
    return when(new Brake(asked));
  }

  /** Pauses only when the operator presses the brake. */
  static Pauses when(Brake brake) {
    return new Pauses() {
      @Override
      public boolean getAsBoolean() {
        return brake.getAsBoolean();
      }

      @Override
      public Brake brake() {
        return brake;
      }

      @Override
      public Optional<Trouble> before(StepId step) {
        return brake.getAsBoolean()
            ? Optional.of(new Trouble.Halted("the operator asked to stop before " + step))
            : Optional.empty();
      }
    };
  }
}
