package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.RunId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Compares the time in a run's id with the time at which a host was booted. Pure. */
final class RunAge {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  /** The two clocks need not agree. */
  private static final Duration MARGIN = Duration.ofMinutes(10);

  private RunAge() {}

  /**
   * Whether the run may have begun before the host's boot.
   *
   * @param uptime the content of /proc/uptime
   */
  static boolean beganBefore(RunId run, String uptime, Clock clock) {
    String seconds = uptime.strip().split("[. ]")[0];
    if (!seconds.matches("[0-9]{1,12}")) {
      return true;
    }
    Instant booted = clock.instant().minusSeconds(Long.parseLong(seconds));
    Instant began =
        LocalDateTime.parse(run.text().substring(0, 15), FORM).toInstant(ZoneOffset.UTC);
    return booted.isAfter(began.minus(MARGIN));
  }
}
