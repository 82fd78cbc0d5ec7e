package io.github.etcdrunbook.world;

import java.util.Optional;
import java.util.Set;

/**
 * The engine's own rule, asked before every effect: a cluster that has quorum keeps it. The effect
 * is applied to a forecast over a fresh look at the world; there is no second arithmetic. What
 * cannot be known is refused. An effect that touches no member of etcd passes at once, unseen.
 * Reads only.
 */
public final class Interlock {
  private Interlock() {}

  /** Why the effect must not begin now, if so. The reader looks at the world as it is. */
  public static Optional<Failure.InterlockBroken> check(
      EffectRef ref, Effect effect, Reader fresh) {
    if (!VoterTouch.touches(effect, fresh)) {
      return Optional.empty();
    }
    try {
      Forecast forecast = new Forecast(fresh);
      Set<ClusterId> before = forecast.serving();
      if (before.isEmpty()) {
        return Optional.empty();
      }
      forecast.apply(ref, downside(effect));
      return forecast.findings().stream()
          .filter(finding -> finding.kind() == Finding.Kind.QUORUM)
          .findFirst()
          .map(finding -> new Failure.InterlockBroken(finding.text(), finding.hint()));
    } catch (LostSight lost) {
      return Optional.of(
          new Failure.InterlockBroken(
              "whether etcd keeps quorum cannot be known: " + lost.getMessage(),
              "bring the host back; quorum is counted before each effect on a member"));
    }
  }

  /** A restart is down before it is up; a member that defragments answers nobody. */
  static Effect downside(Effect effect) {
    if (effect instanceof Effect.Control control && control.verb() == Effect.Control.Verb.RESTART) {
      return new Effect.Control(control.host(), control.unit(), Effect.Control.Verb.STOP);
    }
    return effect instanceof Effect.Defragment defragment
        ? new Effect.Control(defragment.host(), Unit.ETCD, Effect.Control.Verb.STOP)
        : effect;
  }
}
