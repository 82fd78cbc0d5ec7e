package io.github.etcdrunbook.world;

import java.util.regex.Pattern;

/**
 * The id of a step in its playbook, snake_case; a step of a group carries its own id. Immutable.
 */
public record StepId(String text) implements Comparable<StepId> {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  /** Rejects what the playbook language does not allow as an id. */
  public StepId {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a step id: `" + text + "`");
    }
  }

  /** Whether the text can be a step id. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /** The regular expression of step ids, for descriptions of the format. */
  public static String form() {
    return FORM.pattern();
  }

  @Override
  public int compareTo(StepId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
