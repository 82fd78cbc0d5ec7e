package io.github.etcdrunbook.action;

import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.Finding;
import io.github.etcdrunbook.world.Forecast;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * From where a sequence of acts cannot be taken back any more, worked out by undoing every prefix
 * over a forecast: the world before has to be there again. Clients are not in the model, so a
 * playbook still declares its own line; the earlier of the two is the effective one. Pure as far as
 * the forecast is.
 */
public final class Reversibility {
  private Reversibility() {}

  /** The first act after which the world before cannot be had back, and why. */
  public record Loss(EffectRef at, String why) {
    /** Rejects null. */
    public Loss {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(why, "why");
    }
  }

  /** An act with its name in the plan. */
  public record Planned(EffectRef ref, Act act) {
    /** Rejects null. */
    public Planned {
      Objects.requireNonNull(ref, "ref");
      Objects.requireNonNull(act, "act");
    }
  }

  /** Walks the acts from the forecast given, which stays as it is. */
  public static Optional<Loss> firstLoss(Forecast start, List<Planned> acts) {
    Forecast walk = start.fork();
    List<Undoing.Done> done = new ArrayList<>();
    for (Planned planned : acts) {
      walk.apply(planned.ref(), planned.act().effect());
      done.add(new Undoing.Done(planned.ref(), planned.act(), new EffectResult.Nothing()));
      Optional<String> why = why(start, walk, done);
      if (why.isPresent()) {
        return Optional.of(new Loss(planned.ref(), why.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> why(Forecast start, Forecast walk, List<Undoing.Done> done) {
    Undoing undoing = Undoing.of(done);
    if (!undoing.isComplete()) {
      return undoing.end().map(Undoing.End::why);
    }
    Forecast back = walk.fork();
    int before = back.findings().size();
    undoing.parts().forEach(part -> back.apply(part.of(), part.effect()));
    List<Finding> findings = back.findings();
    return findings.subList(before, findings.size()).stream()
        // An undo goes back through the same outage that the way forward went through.
        .filter(finding -> finding.kind() != Finding.Kind.QUORUM)
        .map(finding -> "its undo fails: " + finding.text())
        .findFirst()
        .or(
            () ->
                back.differencesTo(start).stream()
                    .findFirst()
                    .map(left -> "its undo leaves " + left));
  }
}
