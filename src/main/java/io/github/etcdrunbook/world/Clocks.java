package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The clocks of hosts that were looked at within seconds: which are far from the others. With a
 * wrong clock certificates expire that are sound, and leases with them. Pure.
 */
public final class Clocks {
  private static final Duration APART = Duration.ofMinutes(1);

  private Clocks() {}

  /** Sentences on the hosts that are more than a minute from the one in the middle. */
  public static List<String> apart(Map<HostName, Instant> clocks) {
    if (clocks.size() < 2) {
      return List.of();
    }
    List<Map.Entry<HostName, Instant>> inOrder =
        clocks.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList();
    Map.Entry<HostName, Instant> middle = inOrder.get((inOrder.size() - 1) / 2);
    List<String> apart = new ArrayList<>();
    new TreeMap<>(clocks)
        .forEach(
            (host, time) -> {
              Duration ahead = Duration.between(middle.getValue(), time);
              if (ahead.abs().compareTo(APART) > 0) {
                apart.add(
                    "the clock of "
                        + host
                        + " is "
                        + EffectText.of(Duration.ofMinutes(ahead.abs().plusSeconds(30).toMinutes()))
                        + (ahead.isNegative() ? " behind that of " : " ahead of that of ")
                        + middle.getKey());
              }
            });
    return apart;
  }
}
