package io.github.etcdrunbook.run;

import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.Settled;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Finds out what became of an effect whose answer was lost or whose run died. Reads only. In this
 * order:
 *
 * <ol>
 *   <li>the wrapper's record on the host, or else the effect's own evidence, asked for as long as
 *       the host stays away;
 *   <li>the action finds its step satisfied: then the effect happened;
 *   <li>the effect is harmless to repeat: then it counts as not done;
 *   <li>nothing tells: a person must find out.
 * </ol>
 */
final class Settling {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration WITHIN = Duration.ofSeconds(30);

  private final Performer performer;
  private final Timing timing;

  Settling(Performer performer, Timing timing) {
    this.performer = performer;
    this.timing = timing;
  }

  /** What became of it. {@code satisfied} probes and decides, and is asked only when needed. */
  Settled settle(Effect effect, EffectKey key, BooleanSupplier satisfied) {
    Settled evidence = evidence(effect, key);
    if (!(evidence instanceof Settled.Unclear unclear)) {
      return evidence;
    }
    if (satisfied.getAsBoolean()) {
      return new Settled.Done(new EffectResult.Nothing(), "the step is satisfied");
    }
    return effect.proof() == Effect.Proof.REPEATABLE
        ? new Settled.NotDone("it is harmless to repeat")
        : unclear;
  }

  private Settled evidence(Effect effect, EffectKey key) {
    Settled settled = performer.settle(effect, key);
    Instant end = timing.now().plus(WITHIN);
    while (settled instanceof Settled.Unclear
        && effect.proof() != Effect.Proof.REPEATABLE
        && timing.now().isBefore(end)) {
      timing.pause(EVERY);
      settled = performer.settle(effect, key);
    }
    return settled;
  }
}
