package io.github.etcdrunbook.yaml;

import io.github.etcdrunbook.source.SourceRange;
import java.util.Arrays;

/**
 * Where each character of a scalar's value stands in its file.
 *
 * <ol>
 *   <li>Cut the written form into pieces, each of which stands for characters of the value: runs of
 *       plain characters, escapes, and line breaks, which stand for nothing by themselves.
 *   <li>Go through pieces and value side by side. Blanks of the value that no piece accounts for
 *       come from folded lines: they are placed at the end of the piece before.
 *   <li>If the two do not agree, say only where the scalar as a whole is.
 * </ol>
 */
final class ScalarOffsets {
  private final Scalar scalar;
  private final int[] starts;
  private int filled;

  private ScalarOffsets(Scalar scalar) {
    this.scalar = scalar;
    this.starts = new int[scalar.text().length() + 1];
  }

  static ScalarOffsets of(Scalar scalar) {
    ScalarOffsets offsets = new ScalarOffsets(scalar);
    String written =
        scalar.origin().file().text().substring(scalar.origin().start(), scalar.origin().end());
    boolean agrees =
        switch (scalar.style()) {
          case PLAIN -> offsets.lines(written, 0, written.length(), true);
          case SINGLE_QUOTED, DOUBLE_QUOTED -> offsets.quoted(written);
          case LITERAL, FOLDED -> offsets.block(written);
        };
    return agrees ? offsets.closed() : offsets.wholeOnly();
  }

  SourceRange range(int from, int to) {
    int last = to > from ? Math.max(starts[to - 1] + 1, starts[from]) : starts[from];
    boolean adjacent = to > from && starts[to] > starts[to - 1] && isEscape(to - 1);
    return scalar.origin().file().range(starts[from], adjacent ? starts[to] : last);
  }

  private boolean isEscape(int offset) {
    char written = scalar.origin().file().text().charAt(starts[offset]);
    return Character.isHighSurrogate(written)
        || (scalar.style() == Scalar.Style.DOUBLE_QUOTED && written == '\\')
        || (scalar.style() == Scalar.Style.SINGLE_QUOTED && written == '\'');
  }

  private ScalarOffsets closed() {
    int end = filled == 0 ? scalar.origin().start() : starts[filled - 1] + 1;
    Arrays.fill(starts, filled, starts.length, Math.min(end, scalar.origin().end()));
    return this;
  }

  private ScalarOffsets wholeOnly() {
    Arrays.fill(starts, scalar.origin().start());
    starts[starts.length - 1] = scalar.origin().end();
    return this;
  }

  /** Block scalars: the header line, then lines with a common indentation. */
  private boolean block(String written) {
    int body = written.indexOf('\n') + 1;
    return body == 0 ? scalar.text().isBlank() : lines(written, body, written.length(), false);
  }

  /** Lines of plain characters; {@code trimmed} lines lose blanks at their end too. */
  private boolean lines(String written, int from, int to, boolean trimmed) {
    int at = from;
    while (at < to) {
      int end = lineEnd(written, at, to);
      int start = afterBlanks(written, at, end);
      int last = end > start && written.charAt(end - 1) == '\r' ? end - 1 : end;
      while (trimmed && last > start && isBlank(written.charAt(last - 1))) {
        last--;
      }
      if (last > start && !run(written, start, last)) {
        return false;
      }
      at = end + 1;
    }
    return onlyBlanksLeft();
  }

  private boolean run(String written, int start, int end) {
    skipFolded(written.charAt(start), start);
    for (int i = start; i < end; i++) {
      if (!put(written.charAt(i), i)) {
        return false;
      }
    }
    return true;
  }

  private boolean quoted(String written) {
    boolean escapes = scalar.style() == Scalar.Style.DOUBLE_QUOTED;
    int at = 1;
    int end = written.length() - 1;
    while (at < end) {
      char c = written.charAt(at);
      if (c == '\n' || c == '\r') {
        at = afterBlanks(written, at + 1, end);
      } else if (escapes && c == '\\') {
        if (isBreak(written.charAt(at + 1))) {
          at = afterBlanks(written, at + 2, end);
          continue;
        }
        if (!putEscaped(escapedChars(written, at), at)) {
          return false;
        }
        at += escapeLength(written, at);
      } else if (isBlank(c) && endsLine(written, at, end)) {
        at++;
      } else {
        skipFolded(c, at);
        if (!put(c, at)) {
          return false;
        }
        at += !escapes && c == '\'' ? 2 : 1;
      }
    }
    return onlyBlanksLeft();
  }

  private static int escapeLength(String written, int at) {
    return switch (written.charAt(at + 1)) {
      case 'x' -> 4;
      case 'u' -> 6;
      case 'U' -> 10;
      default -> 2;
    };
  }

  private static int escapedChars(String written, int at) {
    boolean wide = written.charAt(at + 1) == 'U' && at + 10 <= written.length();
    return wide && Integer.parseInt(written.substring(at + 2, at + 10), 16) > 0xFFFF ? 2 : 1;
  }

  private static boolean endsLine(String written, int from, int end) {
    int at = afterBlanks(written, from, end);
    return at < end && isBreak(written.charAt(at));
  }

  private static int afterBlanks(String written, int from, int end) {
    int at = from;
    while (at < end && isBlank(written.charAt(at))) {
      at++;
    }
    return at;
  }

  private boolean putEscaped(int chars, int at) {
    if (filled + chars > starts.length - 1) {
      return false;
    }
    for (int i = 0; i < chars; i++) {
      starts[filled++] = scalar.origin().start() + at;
    }
    return true;
  }

  private boolean put(char c, int at) {
    if (filled >= starts.length - 1 || scalar.text().charAt(filled) != c) {
      return false;
    }
    starts[filled++] = scalar.origin().start() + at;
    return true;
  }

  private void skipFolded(char next, int at) {
    String value = scalar.text();
    while (filled < value.length()
        && value.charAt(filled) != next
        && (isBlank(value.charAt(filled)) || value.charAt(filled) == '\n')) {
      starts[filled++] = scalar.origin().start() + at;
    }
  }

  private boolean onlyBlanksLeft() {
    return scalar.text().substring(filled).isBlank();
  }

  private static int lineEnd(String written, int from, int to) {
    int end = written.indexOf('\n', from);
    return end < 0 || end > to ? to : end;
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
