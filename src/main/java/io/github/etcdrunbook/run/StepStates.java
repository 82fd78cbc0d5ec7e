package io.github.etcdrunbook.run;

import io.github.etcdrunbook.plan.StepAt;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How far each step is, in the order in which they began. Immutable; the next state of a run shares
 * all but the steps that moved of late, since a run of hundreds of steps has thousands of states.
 */
final class StepStates extends AbstractMap<StepAt, StepState> {
  /** So many steps are copied for each event at most. */
  private static final int RECENT_MAX = 32;

  private final Map<StepAt, StepState> earlier;
  private final Map<StepAt, StepState> recent;

  private StepStates(Map<StepAt, StepState> earlier, Map<StepAt, StepState> recent) {
    this.earlier = earlier;
    this.recent = recent;
  }

  static StepStates copyOf(Map<StepAt, StepState> states) {
    return states instanceof StepStates same
        ? same
        : new StepStates(new LinkedHashMap<>(states), Map.of());
  }

  /** The same with one step moved; a step that has not begun comes last. */
  StepStates with(StepAt at, StepState state) {
    Map<StepAt, StepState> moved = new LinkedHashMap<>(recent);
    moved.put(at, state);
    StepStates next = new StepStates(earlier, moved);
    return moved.size() > RECENT_MAX ? new StepStates(next.merged(), Map.of()) : next;
  }

  private Map<StepAt, StepState> merged() {
    Map<StepAt, StepState> all = new LinkedHashMap<>(earlier);
    all.putAll(recent);
    return all;
  }

  @Override
  public StepState get(Object at) {
    StepState state = recent.get(at);
    return state == null ? earlier.get(at) : state;
  }

  @Override
  public boolean containsKey(Object at) {
    return recent.containsKey(at) || earlier.containsKey(at);
  }

  @Override
  public Set<Entry<StepAt, StepState>> entrySet() {
    return Collections.unmodifiableMap(merged()).entrySet();
  }
}
