package io.github.etcdrunbook.actions.host;

import io.github.etcdrunbook.world.Unit;
import java.util.Arrays;

/** Something that a command changes: an absolute path, or a unit. Immutable. */
public record Touched(String text) {
  /** Rejects what is neither. */
  public Touched {
    boolean unit = Arrays.stream(Unit.values()).anyMatch(each -> each.toString().equals(text));
    if (!unit && (!text.startsWith("/") || text.contains("/../") || text.endsWith("/"))) {
      throw new IllegalArgumentException(
          "`"
              + text
              + "` is neither an absolute path nor a unit ("
              + String.join(", ", Arrays.stream(Unit.values()).map(Unit::toString).toList())
              + ")");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
