package io.github.etcdrunbook.yaml;

import io.github.etcdrunbook.source.SourceRange;
import java.util.Objects;

/** A stretch of a scalar's text that can say where any of its characters stands. Immutable. */
public record ScalarPart(Scalar scalar, int start, int end) {
  /** Rejects stretches outside of the text. */
  public ScalarPart {
    Objects.requireNonNull(scalar, "scalar");
    Objects.checkFromToIndex(start, end, scalar.text().length());
  }

  /** The text of the stretch. */
  public String text() {
    return scalar.text().substring(start, end);
  }

  /** The place of the whole stretch. */
  public SourceRange range() {
    return scalar.range(start, end);
  }

  /** The place of a part of {@link #text()}; what lies outside is cut off. */
  public SourceRange range(int from, int to) {
    int first = Math.clamp(start + (long) from, start, end);
    int last = Math.clamp(start + (long) to, first, end);
    return scalar.range(first, last);
  }
}
