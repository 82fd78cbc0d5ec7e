package io.github.etcdrunbook.run;

import io.github.etcdrunbook.plan.Readers;
import io.github.etcdrunbook.world.ConditionCheck;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.EffectText;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.LostSight;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Standpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Performs a wait: looks again and again, often at first and then less, until the condition holds
 * or the limit has passed. Changes nothing.
 */
final class Waiting {
  private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(1);
  private static final Duration SHORTEST = Duration.ofMillis(30);
  private static final Duration LONGEST = Duration.ofMillis(500);

  private final Readers readers;
  private final Timing timing;
  private final Watcher watcher;
  private final Brake brake;

  Waiting(Means means) {
    this.readers = means.readers();
    this.timing = means.timing();
    this.watcher = means.ledger().watcher();
    this.brake = means.stop().brake();
  }

  Performed await(Effect.Await wait, EffectRef effect, Duration limit, Standpoint standpoint) {
    Instant start = timing.now();
    Instant end = start.plus(limit);
    watcher.waiting(effect, EffectText.of(wait.condition()));
    Optional<ConditionCheck.Look> earlier = Optional.empty();
    while (true) {
      if (brake.breaksOff()) {
        return new Performed.NotDone(new Failure.TimedOut(EffectText.of(wait.condition()), limit));
      }
      ConditionCheck.Look look = look(wait, standpoint);
      boolean enough =
          !ConditionCheck.needsTwo(wait.condition()) || earlier.filter(look::confirms).isPresent();
      Instant now = timing.now();
      if (look.holds() && enough) {
        return new Performed.Done(new EffectResult.Waited(Duration.between(start, now).toMillis()));
      }
      if (!now.isBefore(end)) {
        return new Performed.NotDone(new Failure.TimedOut(text(wait, look), limit));
      }
      earlier = Optional.of(look);
      timing.pause(look.holds() ? BETWEEN_SAMPLES : step(Duration.between(start, now)));
    }
  }

  /** A tenth of the time waited so far: an outage is not made longer by looking too seldom. */
  private static Duration step(Duration waited) {
    Duration tenth = waited.dividedBy(10);
    if (tenth.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return tenth.compareTo(LONGEST) > 0 ? LONGEST : tenth;
  }

  private ConditionCheck.Look look(Effect.Await wait, Standpoint standpoint) {
    try {
      return ConditionCheck.look(wait.condition(), readers.at(standpoint));
    } catch (LostSight lost) {
      return new ConditionCheck.Look(false, Optional.empty(), lost.getMessage());
    }
  }

  private static String text(Effect.Await wait, ConditionCheck.Look look) {
    return EffectText.of(wait.condition())
        + (look.missing().isEmpty() ? "" : " (" + look.missing() + ")");
  }
}
