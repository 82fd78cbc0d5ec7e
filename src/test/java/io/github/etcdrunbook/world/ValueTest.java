package io.github.etcdrunbook.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValueTest {
  private static final Value<Long> PENDING =
      new Value.Pending<>(new EffectRef(new StepId("add"), Optional.empty(), 0), "member");

  @Test
  void aDriftingValueMakesTheResultDrifting() {
    assertEquals(Value.drifting(3L), Value.both(Value.fixed(1L), Value.drifting(2L), Long::sum));
    assertEquals(Value.drifting(3L), Value.both(Value.drifting(1L), Value.fixed(2L), Long::sum));
  }

  @Test
  void aPendingValueMakesTheResultPendingWhateverTheOtherIs() {
    assertEquals(PENDING, Value.both(Value.drifting(1L), PENDING, Long::sum));
    assertEquals(PENDING, Value.both(PENDING, Value.fixed(1L), Long::sum));
  }

  @Test
  void twoFixedValuesStayFixed() {
    assertEquals(Value.fixed(3L), Value.both(Value.fixed(1L), Value.fixed(2L), Long::sum));
  }
}
