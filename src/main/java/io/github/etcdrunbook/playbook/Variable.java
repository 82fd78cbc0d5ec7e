package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.source.SourceRange;
import java.util.Objects;

/** A name for a value that is computed once, when planning, and then frozen. Immutable. */
public record Variable(String name, Formula formula, SourceRange range) {
  /** Rejects null. */
  public Variable {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(formula, "formula");
    Objects.requireNonNull(range, "range");
  }
}
