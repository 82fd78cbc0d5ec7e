package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.source.Diagnostic;
import java.util.List;
import java.util.Objects;

/** An expression that makes a value. Pure. */
public interface Formula {
  /** Its value in a scope. */
  Result evaluate(Scope scope);

  /** What a formula yields. */
  sealed interface Result {
    /** A value. */
    record Known(Datum value) implements Result {
      /** Rejects null. */
      public Known {
        Objects.requireNonNull(value, "value");
      }
    }

    /** It is known only after what is named. */
    record KnownAfter(String what) implements Result {
      /** Rejects null. */
      public KnownAfter {
        Objects.requireNonNull(what, "what");
      }
    }

    /** It cannot be computed. */
    record Wrong(List<Diagnostic> diagnostics) implements Result {
      /** Copies the findings. */
      public Wrong {
        diagnostics = List.copyOf(diagnostics);
      }
    }
  }
}
