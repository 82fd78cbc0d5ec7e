package io.github.etcdrunbook.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClocksTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static Map<HostName, Instant> clocks(Duration second) {
    return Map.of(
        new HostName("cp1"),
        NOON,
        new HostName("cp2"),
        NOON.plus(second),
        new HostName("cp3"),
        NOON.plusSeconds(2));
  }

  @Test
  void namesTheOneThatIsFarFromTheOthers() {
    assertEquals(
        List.of("the clock of cp2 is 3h10m ahead of that of cp3"),
        Clocks.apart(clocks(Duration.ofMinutes(190))));
    assertEquals(
        List.of("the clock of cp2 is 1h behind that of cp1"),
        Clocks.apart(clocks(Duration.ofHours(-1))));
  }

  @Test
  void hasNothingAgainstSeconds() {
    assertEquals(List.of(), Clocks.apart(clocks(Duration.ofSeconds(40))));
    assertEquals(List.of(), Clocks.apart(Map.of(new HostName("cp1"), NOON)));
  }
}
