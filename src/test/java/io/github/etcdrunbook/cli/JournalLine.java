package io.github.etcdrunbook.cli;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of a journal as a fault needs it: which event, and of what. Immutable. */
record JournalLine(String text) {
  private static final Pattern EVENT = Pattern.compile("\"event\":\\{\"is\":\"([A-Za-z]+)\"");
  private static final Pattern STEP = Pattern.compile("\"(?:step|block)\":\"([a-z0-9_]+)\"");
  private static final Pattern HOST =
      Pattern.compile("\"(?:at|effect)\":\\{\"step\":\"[a-z0-9_]+\",\"host\":\"([A-Za-z0-9-]+)\"");
  private static final Pattern INDEX =
      Pattern.compile("\"effect\":\\{\"step\":[^}]*\"index\":([0-9]+)");

  private static final Pattern ATTEMPT = Pattern.compile("\"attempt\":([0-9]+)");

  static JournalLine of(byte[] bytes) {
    return new JournalLine(new String(bytes, StandardCharsets.UTF_8));
  }

  String event() {
    return first(EVENT);
  }

  /** The host of the step, or nothing. */
  String host() {
    return first(HOST);
  }

  /** Whether an effect or an inverse begins. */
  boolean isIntent() {
    return event().endsWith("Intended");
  }

  /** Whether an effect or an inverse is tried for the first time. */
  boolean isFirstAttempt() {
    return isIntent() && first(ATTEMPT).equals("1");
  }

  /** What it is of, as in {@code swap@cp1#0}. */
  String of() {
    String index = first(INDEX);
    return first(STEP)
        + (host().isEmpty() ? "" : "@" + host())
        + (index.isEmpty() ? "" : "#" + index);
  }

  /** The event of the line, as in {@code EffectIntended of swap@cp1#0}. */
  String point() {
    return event() + " of " + of();
  }

  private String first(Pattern pattern) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }
}
