package io.github.etcdrunbook.report;

import java.time.Duration;
import java.util.Locale;

/**
 * Colours and signs of text output. Without colours the words and signs alone carry the meaning;
 * colours only help to find them. Immutable.
 *
 * @param colours whether ANSI colours are written
 */
public record Style(boolean colours) {
  private static final String RESET = "\u001b[0m";

  String good(String text) {
    return colour("32", text);
  }

  String bad(String text) {
    return colour("31;1", text);
  }

  String heed(String text) {
    return colour("33", text);
  }

  String faint(String text) {
    return colour("2", text);
  }

  String strong(String text) {
    return colour("1", text);
  }

  private String colour(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + RESET : text;
  }

  /** Seconds with one decimal below ten minutes, else minutes and seconds. */
  static String elapsed(Duration between) {
    // The clock of this machine may be behind the one that a line was written by.
    Duration duration = between.isNegative() ? Duration.ZERO : between;
    if (duration.compareTo(Duration.ofMinutes(10)) < 0) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    return duration.toMinutes()
        + "m"
        + String.format(Locale.ROOT, "%02ds", duration.toSecondsPart());
  }

  /** Bytes in the largest binary unit that leaves a number of at least one. */
  static String bytes(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double number = bytes;
    int unit = 0;
    while (number >= 1024 && unit < units.length - 1) {
      number /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", number, units[unit]);
  }

  /**
   * Text without control characters: what hosts and files say must not move the cursor or colour
   * the screen.
   */
  public static String harmless(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point ->
                clean.appendCodePoint(
                    Character.getType(point) == Character.CONTROL
                            || Character.getType(point) == Character.FORMAT
                        ? '\uFFFD'
                        : point));
    return clean.toString();
  }
}
