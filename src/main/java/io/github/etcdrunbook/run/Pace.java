package io.github.etcdrunbook.run;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.world.StepId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How long steps will take: half as long again as they took in earlier runs, or else at most as
 * long as their own limits allow. Pure.
 *
 * @param seen for each step that an earlier run has finished, the time for one host's share
 * @param runs how many earlier runs that was taken from
 * @param batched the steps that take their hosts one batch after the other
 */
public record Pace(Map<StepId, Duration> seen, int runs, Set<StepId> batched) {
  /** Copies the collections. */
  public Pace {
    seen = Map.copyOf(seen);
    batched = Set.copyOf(batched);
  }

  /** Whether all of these steps were seen in earlier runs. */
  public boolean knows(List<PlannedStep> steps) {
    return steps.stream()
        .allMatch(step -> seen.containsKey(step.at().step()) || limits(step).isZero());
  }

  /** How long these steps will take at most, by what is known. */
  public Duration of(List<PlannedStep> steps) {
    Duration all = Duration.ZERO;
    Map<StepId, Duration> limits = new LinkedHashMap<>();
    for (PlannedStep step : steps) {
      StepId id = step.at().step();
      Duration share = seen.get(id);
      if (share != null) {
        all = all.plus(share.multipliedBy(3).dividedBy(2));
      } else {
        limits.merge(
            id,
            limits(step),
            (one, two) -> {
              Duration longer = one.compareTo(two) > 0 ? one : two;
              return batched.contains(id) ? one.plus(two) : longer;
            });
      }
    }
    return limits.values().stream().reduce(all, Duration::plus);
  }

  private static Duration limits(PlannedStep step) {
    return step.planned() instanceof Planned.Change change
        ? change.acts().stream().map(Act::limit).reduce(Duration.ZERO, Duration::plus)
        : Duration.ZERO;
  }
}
