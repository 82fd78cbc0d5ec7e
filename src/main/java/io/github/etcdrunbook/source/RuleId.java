package io.github.etcdrunbook.source;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The stable name of a rule, such as {@code step.unknown-action}: printed in brackets, used by
 * tests and by whoever filters findings. Immutable.
 */
public record RuleId(String text) implements Comparable<RuleId> {
  private static final Pattern KEBAB = Pattern.compile("[a-z0-9]+([.-][a-z0-9]+)*");

  /** Rejects text that is not kebab case in dotted parts. */
  public RuleId {
    Objects.requireNonNull(text, "text");
    if (!KEBAB.matcher(text).matches()) {
      throw new IllegalArgumentException("not a rule name: " + text);
    }
  }

  @Override
  public int compareTo(RuleId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
