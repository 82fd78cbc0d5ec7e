package io.github.etcdrunbook.yaml;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How lengths of time and sizes are written in playbooks: {@code 500ms}, {@code 90s}, {@code
 * 1h30m}, {@code 2d}; {@code 512}, {@code 64KiB}, {@code 8GiB}, {@code 100MB}. Always with a unit,
 * except bytes. Pure.
 */
public final class Units {
  private static final Pattern DURATION =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?(?:ms|s|m|h|d))+");
  private static final Pattern DURATION_PART = Pattern.compile("([0-9.]+)(ms|s|m|h|d)");
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,6})?) ?(B|KiB|MiB|GiB|TiB|kB|KB|MB|GB|TB)?");

  private Units() {}

  /** The regular expression of durations, for descriptions of the format. */
  public static String durationForm() {
    return DURATION.pattern();
  }

  /** The length of time that a text says. */
  public static Optional<Duration> duration(String text) {
    if (text.length() > 60 || !DURATION.matcher(text).matches()) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    Matcher parts = DURATION_PART.matcher(text);
    while (parts.find()) {
      BigDecimal millis =
          new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(millis(parts.group(2))));
      sum = sum.plusMillis(millis.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }
    return Optional.of(sum);
  }

  /** The number of bytes that a text says. */
  public static Optional<Long> size(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2);
    BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(bytes(unit)));
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? Optional.empty()
        : Optional.of(bytes.setScale(0, RoundingMode.HALF_UP).longValueExact());
  }

  private static long millis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      default -> 86_400_000;
    };
  }

  private static long bytes(String unit) {
    return switch (unit) {
      case "B" -> 1;
      case "KiB" -> 1L << 10;
      case "MiB" -> 1L << 20;
      case "GiB" -> 1L << 30;
      case "TiB" -> 1L << 40;
      case "kB", "KB" -> 1000;
      case "MB" -> 1_000_000;
      case "GB" -> 1_000_000_000;
      default -> 1_000_000_000_000L;
    };
  }
}
