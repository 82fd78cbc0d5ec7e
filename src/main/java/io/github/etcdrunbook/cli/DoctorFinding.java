package io.github.etcdrunbook.cli;

import java.util.Locale;
import java.util.Objects;

/**
 * What one check of `doctor` found at one place. Immutable.
 *
 * @param place a host, or this machine
 * @param check what was looked at, in one word or two
 * @param hint what to do about it; empty when nothing is to be done
 */
record DoctorFinding(String place, String check, Verdict verdict, String what, String hint) {
  /** How bad it is. */
  enum Verdict {
    /** As a run needs it. */
    OK,
    /** A run works; something may not. */
    WARNING,
    /** A run would be refused or fail. */
    PROBLEM,
    /** The host cannot be looked at. */
    UNREACHABLE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Rejects null. */
  DoctorFinding {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(check, "check");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(hint, "hint");
  }
}
