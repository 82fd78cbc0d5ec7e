package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectText;
import java.util.List;
import java.util.Optional;

/**
 * Whether what a step is about to do is what was planned. The effects without their waits must be a
 * subsequence of the planned ones of the same step and host: the run may do less, never more or
 * other. Values are compared by {@link Unification}, whose bindings hold for the whole run.
 * Thread-safe.
 */
public final class PlanComparison {
  private final Plan plan;
  private final Unification unification = new Unification();

  /** Compares with this plan. */
  public PlanComparison(Plan plan) {
    this.plan = plan;
  }

  /** What moved, in words; empty when the acts are within the plan. */
  public Optional<String> moved(StepAt at, List<Act> acts) {
    List<Effect> now = effects(acts);
    Optional<PlannedStep> step = plan.step(at);
    if (step.isEmpty()) {
      return more(now, "the plan does not have this step on this host");
    }
    return switch (step.get().planned()) {
      case Planned.Change change -> subsequence(now, effects(change.acts()));
      case Planned.Satisfied satisfied ->
          more(now, "the plan found nothing to do: " + satisfied.why());
      case Planned.Skipped skipped -> more(now, "the plan skips it: " + skipped.why());
      case Planned.Deferred ignored -> Optional.empty();
    };
  }

  private static Optional<String> more(List<Effect> now, String instead) {
    return now.isEmpty()
        ? Optional.empty()
        : Optional.of("it would now " + EffectText.withHost(now.getFirst()) + "; " + instead);
  }

  private Optional<String> subsequence(List<Effect> now, List<Effect> planned) {
    int next = 0;
    for (Effect effect : now) {
      while (next < planned.size() && !unification.unify(planned.get(next), effect)) {
        next++;
      }
      if (next == planned.size()) {
        return Optional.of(
            "it would now "
                + EffectText.withHost(effect)
                + ", which is not among what was planned for it"
                + nearest(effect, planned));
      }
      next++;
    }
    return Optional.empty();
  }

  /** The planned effect of the same kind, of this host if there is one, and what differs. */
  private String nearest(Effect effect, List<Effect> planned) {
    List<Effect> alike =
        planned.stream().filter(each -> each.getClass() == effect.getClass()).toList();
    return alike.stream()
        .filter(each -> host(each).equals(host(effect)))
        .findFirst()
        .or(() -> alike.stream().findFirst())
        .map(each -> difference(each, effect))
        .orElse("");
  }

  private String difference(Effect planned, Effect now) {
    String before = EffectText.withHost(planned);
    String part = unification.moved(planned, now).map(one -> "; " + one).orElse("");
    return (before.equals(EffectText.withHost(now))
            ? ": there it has other parts"
            : ": there it was to " + before)
        + part;
  }

  private static Optional<HostName> host(Effect effect) {
    return effect instanceof Effect.OnHost onHost ? Optional.of(onHost.host()) : Optional.empty();
  }

  private static List<Effect> effects(List<Act> acts) {
    return acts.stream()
        .map(Act::effect)
        .filter(effect -> !(effect instanceof Effect.Await))
        .toList();
  }
}
