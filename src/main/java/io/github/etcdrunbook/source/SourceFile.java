package io.github.etcdrunbook.source;

import java.util.Arrays;
import java.util.Objects;

/**
 * The text of one file with the places of its lines. Lines end at LF, CR LF or a lone CR; columns
 * count code points, so that a caret stands under what a person sees. Immutable; all offsets are
 * offsets of {@code char} in {@link #text()}.
 */
public final class SourceFile {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String path;
  private final String text;
  private final int[] lineStarts;

  /** Makes a file of a text; a leading byte order mark is not part of the text. */
  public SourceFile(String path, String text) {
    this.path = Objects.requireNonNull(path, "path");
    Objects.requireNonNull(text, "text");
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    this.text = marked ? text.substring(1) : text;
    this.lineStarts = lineStarts(this.text);
  }

  /** The name under which findings are printed. */
  public String path() {
    return path;
  }

  /** The whole text, without a byte order mark. */
  public String text() {
    return text;
  }

  /** How many lines there are; an empty text has one. */
  public int lineCount() {
    return lineStarts.length;
  }

  /** The text of a line without its line break; empty beyond the last line. */
  public String line(int number) {
    if (number < 1 || number > lineStarts.length) {
      return "";
    }
    int end = number < lineStarts.length ? lineStarts[number] : text.length();
    int start = lineStarts[number - 1];
    while (end > start && isBreak(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** The place of an offset; offsets beyond the end are the end. */
  public Position positionAt(int offset) {
    int bounded = Math.max(0, Math.min(offset, text.length()));
    int found = Arrays.binarySearch(lineStarts, bounded);
    int line = found >= 0 ? found : -found - 2;
    return new Position(line + 1, text.codePointCount(lineStarts[line], bounded) + 1);
  }

  /** The range between two offsets. */
  public SourceRange range(int start, int end) {
    return new SourceRange(path, positionAt(start), positionAt(Math.max(start, end)));
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean endsLine =
          c == '\n' || (c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n'));
      if (endsLine) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }
}
