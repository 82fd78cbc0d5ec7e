package io.github.etcdrunbook.report;

import java.util.ArrayList;
import java.util.List;

/** Breaks text at blanks so that it fits the terminal; a longer word stays whole. Pure. */
public final class Wrapping {
  private static final int LEAST = 30;

  private Wrapping() {}

  /** The text behind the head, its further lines below its beginning. */
  public static List<String> of(String head, String text, int columns) {
    return of(head, head.length(), text, columns);
  }

  /** The same, where the head has signs that take no room. */
  static List<String> of(String head, int room, String text, int columns) {
    List<String> lines = new ArrayList<>();
    int width = Math.max(LEAST, columns - room);
    StringBuilder line = new StringBuilder(head);
    int used = 0;
    for (String word : text.split(" ", -1)) {
      if (used > 0 && used + 1 + word.length() > width) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(" ".repeat(room));
        used = 0;
      }
      line.append(used > 0 ? " " : "").append(word);
      used += word.length() + (used > 0 ? 1 : 0);
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }
}
