package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceRange;
import java.util.List;
import java.util.Objects;

/** A condition with three values: true, false, unknown until something has happened. Pure. */
public interface Check {
  /** Whether it holds in a scope. */
  Verdict evaluate(Scope scope);

  /** The condition as it is written. */
  String text();

  /** Where it stands. */
  SourceRange range();

  /** What a condition says. */
  sealed interface Verdict {
    /**
     * True or false.
     *
     * @param drifting it was computed from values that move by themselves
     */
    record Known(boolean holds, boolean drifting) implements Verdict {}

    /** It is known only after what is named. */
    record KnownAfter(String what) implements Verdict {
      /** Rejects null. */
      public KnownAfter {
        Objects.requireNonNull(what, "what");
      }
    }

    /** It cannot be computed: fail closed. */
    record Wrong(List<Diagnostic> diagnostics) implements Verdict {
      /** Copies the findings. */
      public Wrong {
        diagnostics = List.copyOf(diagnostics);
      }
    }
  }
}
