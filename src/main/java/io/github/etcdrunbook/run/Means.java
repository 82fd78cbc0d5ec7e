package io.github.etcdrunbook.run;

import io.github.etcdrunbook.plan.Readers;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What a run works with.
 *
 * @param readers looks at the world as it is
 * @param writers changes it
 * @param ledger records what happens
 * @param gatekeeper asks a person
 * @param timing clock and sleeper
 * @param stop whether the run has to pause before the next step
 * @param witness makes evidence of an observation
 */
public record Means(
    Readers readers,
    Writers writers,
    Ledger ledger,
    Gatekeeper gatekeeper,
    Timing timing,
    Pauses stop,
    Function<Record, Evidence> witness) {
  /** Rejects null. */
  public Means {
    Objects.requireNonNull(readers, "readers");
    Objects.requireNonNull(writers, "writers");
    Objects.requireNonNull(ledger, "ledger");
    Objects.requireNonNull(gatekeeper, "gatekeeper");
    Objects.requireNonNull(timing, "timing");
    Objects.requireNonNull(stop, "stop");
    Objects.requireNonNull(witness, "witness");
  }

  /** Means of a run that pauses only when the operator asks. */
  public Means(
      Readers readers,
      Writers writers,
      Ledger ledger,
      Gatekeeper gatekeeper,
      Timing timing,
      BooleanSupplier asked,
      Function<Record, Evidence> witness) {
    this(readers, writers, ledger, gatekeeper, timing, Pauses.when(asked), witness);
  }
}
