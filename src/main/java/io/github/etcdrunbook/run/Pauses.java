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

  /** Pauses only when the operator asks. */
  static Pauses when(BooleanSupplier asked) {
    return new Pauses() {
      @Override
      public boolean getAsBoolean() {
        return asked.getAsBoolean();
      }

      @Override
      public Optional<Trouble> before(StepId step) {
        return asked.getAsBoolean()
            ? Optional.of(new Trouble.Halted("the operator asked to stop before " + step))
            : Optional.empty();
      }
    };
  }
}
