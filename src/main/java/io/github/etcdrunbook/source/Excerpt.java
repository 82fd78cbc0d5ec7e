package io.github.etcdrunbook.source;

/**
 * The line of a finding with a caret under the exact token. Tabs stay tabs in both lines, so that
 * the caret is right at any tab width; control characters are shown as {@code ·}, so that a file
 * cannot talk to the terminal; a long line is cut around the token. Immutable.
 */
public record Excerpt(String line, String caret) {
  private static final int WIDTH = 120;
  private static final int BEFORE = 60;
  private static final String CUT = "…";

  /** The excerpt of a range: its first line, marked up to the end of the range or of the line. */
  public static Excerpt of(SourceFile file, SourceRange range) {
    int[] line = file.line(range.start().line()).codePoints().toArray();
    int start = Math.min(range.start().column() - 1, line.length);
    boolean oneLine = range.end().line() == range.start().line();
    int end = oneLine ? Math.min(range.end().column() - 1, line.length) : line.length;
    int first = line.length <= WIDTH ? 0 : Math.max(0, Math.min(start - BEFORE, line.length));
    int last = Math.min(line.length, first + WIDTH);
    StringBuilder text = new StringBuilder(first > 0 ? CUT : "");
    StringBuilder caret = new StringBuilder(first > 0 ? " " : "");
    for (int i = first; i < last; i++) {
      int c = line[i];
      text.appendCodePoint(isShown(c) ? c : '·');
      if (i < start) {
        caret.append(c == '\t' ? '\t' : ' ');
      }
    }
    text.append(last < line.length ? CUT : "");
    caret.append("^".repeat(Math.max(1, Math.min(end, last) - start)));
    return new Excerpt(text.toString(), caret.toString());
  }

  private static boolean isShown(int c) {
    int type = Character.getType(c);
    return c == '\t'
        || !(type == Character.CONTROL
            || type == Character.FORMAT
            || type == Character.LINE_SEPARATOR
            || type == Character.PARAGRAPH_SEPARATOR
            || type == Character.UNASSIGNED
            || type == Character.SURROGATE);
  }
}
