package io.github.etcdrunbook.action;

import java.util.Objects;

/** A text of a playbook that is taken as it stands: nothing is interpolated. Immutable. */
public record Literal(String text) {
  /** Rejects null. */
  public Literal {
    Objects.requireNonNull(text, "text");
  }

  @Override
  public String toString() {
    return text;
  }
}
