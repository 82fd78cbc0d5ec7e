package io.github.etcdrunbook.run;

import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Interlock;
import io.github.etcdrunbook.world.Standpoint;
import java.time.Instant;
import java.util.Optional;

/**
 * Asks the interlock before an effect. An objection is about what lives now, so it is looked at
 * again for a while: a member that was started a moment ago needs its time. Reads only.
 */
final class Guard {
  private final Means means;
  private final Manner.Patience patience;

  Guard(Means means, Manner.Patience patience) {
    this.means = means;
    this.patience = patience;
  }

  /** Why the effect must not begin, if that stays so. */
  Optional<Failure.InterlockBroken> objection(EffectRef ref, Effect effect, Standpoint standpoint) {
    Instant end = means.timing().now().plus(patience.within());
    while (true) {
      Optional<Failure.InterlockBroken> objection =
          Interlock.check(ref, effect, means.readers().at(standpoint));
      if (objection.isEmpty() || !means.timing().now().isBefore(end)) {
        return objection;
      }
      means.ledger().watcher().waiting(ref, objection.get().what());
      means.timing().pause(patience.every());
    }
  }
}
