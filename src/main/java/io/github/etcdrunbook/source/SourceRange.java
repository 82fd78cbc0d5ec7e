package io.github.etcdrunbook.source;

import java.util.Objects;

/**
 * A stretch of one file: from {@code start} up to, not including, {@code end}. An empty range is a
 * point. Immutable; holds the file's name, not its text.
 */
public record SourceRange(String file, Position start, Position end)
    implements Comparable<SourceRange> {
  /** Rejects ranges that end before they start. */
  public SourceRange {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(end, "end");
    if (end.compareTo(start) < 0) {
      throw new IllegalArgumentException("a range ends before it starts: " + start + " to " + end);
    }
  }

  /** The empty range at a place. */
  public static SourceRange at(String file, Position position) {
    return new SourceRange(file, position, position);
  }

  /** The first character of a file, for findings about the file as a whole. */
  public static SourceRange startOf(String file) {
    return at(file, new Position(1, 1));
  }

  /** The smallest range that holds this one and {@code other}, which is of the same file. */
  public SourceRange to(SourceRange other) {
    Position first = start.compareTo(other.start) <= 0 ? start : other.start;
    Position last = end.compareTo(other.end) >= 0 ? end : other.end;
    return new SourceRange(file, first, last);
  }

  /** Whether {@code other} lies inside this range, in the same file. */
  public boolean contains(SourceRange other) {
    return file.equals(other.file)
        && start.compareTo(other.start) <= 0
        && other.end.compareTo(end) <= 0;
  }

  @Override
  public int compareTo(SourceRange other) {
    int byFile = file.compareTo(other.file);
    if (byFile != 0) {
      return byFile;
    }
    int byStart = start.compareTo(other.start);
    return byStart != 0 ? byStart : end.compareTo(other.end);
  }

  /** The form that editors and terminals make clickable: {@code file:line:column}. */
  @Override
  public String toString() {
    return file + ":" + start.line() + ":" + start.column();
  }
}
