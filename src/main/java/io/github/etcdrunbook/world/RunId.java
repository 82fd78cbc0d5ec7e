package io.github.etcdrunbook.world;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a run, drawn when planning: {@code yyyymmdd-hhmmss-xxxx}. Safe in file names, shell
 * words and cluster tokens. Immutable; sorts by time.
 */
public record RunId(String text) implements Comparable<RunId> {
  private static final Pattern FORM = Pattern.compile("[0-9]{8}-[0-9]{6}-[0-9a-z]{4}");

  /** Rejects any other form. */
  public RunId {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a run id: `" + text + "`");
    }
  }

  /** A run id, if the text has the form of one. */
  public static Optional<RunId> read(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new RunId(text)) : Optional.empty();
  }

  @Override
  public int compareTo(RunId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
