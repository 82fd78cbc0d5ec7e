package io.github.etcdrunbook.source;

/** A place in a text, counted as people count: line and column start at 1. Immutable. */
public record Position(int line, int column) implements Comparable<Position> {
  /** Rejects places before the first character. */
  public Position {
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException("line and column start at 1: " + line + ":" + column);
    }
  }

  @Override
  public int compareTo(Position other) {
    return line == other.line
        ? Integer.compare(column, other.column)
        : Integer.compare(line, other.line);
  }
}
