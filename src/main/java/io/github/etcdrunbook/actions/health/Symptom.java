package io.github.etcdrunbook.actions.health;

import java.util.Objects;

/** Something that is wrong, or that soon may be, in one sentence. Immutable. */
record Symptom(Weight weight, String text) {
  /** How much it weighs. */
  enum Weight {
    /** The cluster is not healthy. */
    PROBLEM,
    /** It is, and a person should know. */
    WARNING
  }

  /** Rejects null. */
  Symptom {
    Objects.requireNonNull(weight, "weight");
    Objects.requireNonNull(text, "text");
  }

  static Symptom problem(String text) {
    return new Symptom(Weight.PROBLEM, text);
  }

  static Symptom warning(String text) {
    return new Symptom(Weight.WARNING, text);
  }
}
