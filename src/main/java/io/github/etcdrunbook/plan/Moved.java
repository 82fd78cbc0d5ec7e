package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.world.EffectText;
import io.github.etcdrunbook.world.Value;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One part of an effect that is not what was planned: where it stands in the effect, and both
 * values in words. Of a text only the first line that differs is told. Effects hold no secrets.
 * Immutable.
 *
 * @param path the names of the parts that lead to it; empty for the whole effect
 */
record Moved(String path, String planned, String now) {
  private static final int LENGTH_MAX = 160;

  /** Rejects null. */
  Moved {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(planned, "planned");
    Objects.requireNonNull(now, "now");
  }

  /** Two values that are not the same. */
  static Moved between(Object planned, Object now) {
    if (planned instanceof String before && now instanceof String after) {
      return lines(before.lines().toList(), after.lines().toList());
    }
    return new Moved("", words(planned), words(now));
  }

  /** The same one level further up. */
  Moved below(String name) {
    String dot = path.isEmpty() || path.startsWith("[") ? "" : ".";
    return new Moved(name + dot + path, planned, now);
  }

  @Override
  public String toString() {
    return (path.isEmpty() ? "" : path + ": ") + "planned `" + planned + "`, now `" + now + "`";
  }

  private static Moved lines(List<String> planned, List<String> now) {
    int line = 0;
    while (line < planned.size() && line < now.size() && planned.get(line).equals(now.get(line))) {
      line++;
    }
    String where = planned.size() > 1 || now.size() > 1 ? "[line " + (line + 1) + "]" : "";
    return new Moved(where, line(planned, line), line(now, line));
  }

  private static String line(List<String> lines, int line) {
    return line < lines.size() ? shortened(lines.get(line).strip()) : "";
  }

  private static String words(Object value) {
    return switch (value) {
      case Value<?> one -> shortened(EffectText.of(one));
      case Optional<?> optional -> optional.map(Moved::words).orElse("nothing");
      default -> shortened(value.toString());
    };
  }

  private static String shortened(String text) {
    return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "…";
  }
}
