package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.world.StepId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a run knows of its steps, beside an ordinary map. */
class StepStatesTest {
  @Test
  void isAMapInTheOrderOfTheFirstMoves() {
    Random random = new Random(Long.getLong("test.seed", 1));
    Map<StepAt, StepState> expected = new LinkedHashMap<>();
    StepStates states = StepStates.copyOf(Map.of());
    for (int move = 0; move < 500; move++) {
      StepAt at = new StepAt(new StepId("s" + random.nextInt(200)), Optional.empty());
      StepState state = new StepState.Skipped("move " + move);
      expected.put(at, state);
      states = states.with(at, state);
      assertEquals(state, states.get(at));
    }
    assertEquals(expected, states);
    assertEquals(new ArrayList<>(expected.keySet()), List.copyOf(states.keySet()));
    assertEquals(expected.size(), states.size());
  }

  @Test
  void leavesTheMapItCameFromAsItWas() {
    StepAt at = new StepAt(new StepId("first"), Optional.empty());
    StepStates before = StepStates.copyOf(Map.of(at, new StepState.Skipped("then")));
    before.with(at, new StepState.Skipped("now"));
    assertEquals(Map.of(at, new StepState.Skipped("then")), before);
  }
}
