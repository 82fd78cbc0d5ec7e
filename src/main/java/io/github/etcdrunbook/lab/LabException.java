package io.github.etcdrunbook.lab;

import java.util.Objects;

/** The lab cannot do what was asked: what is wrong, and what to do about it. */
public final class LabException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String hint;

  /** What is wrong, with a hint that may be empty. */
  public LabException(String message, String hint) {
    super(message);
    this.hint = Objects.requireNonNull(hint, "hint");
  }

  /** What to do; empty when nothing is known to help. */
  public String hint() {
    return hint;
  }
}
