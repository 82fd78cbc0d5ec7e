package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.source.Diagnostic;
import java.util.List;
import java.util.Objects;

/**
 * The {@code with} of a step: makes the argument record of its action. Pure; the scope's host is
 * the one that the step runs for.
 */
@FunctionalInterface
public interface StepArguments {
  /** Interpolates and decodes the arguments. */
  Bound bind(Scope scope);

  /** What binding yields. */
  sealed interface Bound {
    /** The argument record of the action. */
    record Ready(Record arguments) implements Bound {
      /** Rejects null. */
      public Ready {
        Objects.requireNonNull(arguments, "arguments");
      }
    }

    /** An argument is known only after what is named: the step is deferred. */
    record KnownAfter(String what) implements Bound {
      /** Rejects null. */
      public KnownAfter {
        Objects.requireNonNull(what, "what");
      }
    }

    /** An argument cannot be made. */
    record Wrong(List<Diagnostic> diagnostics) implements Bound {
      /** Copies the findings. */
      public Wrong {
        diagnostics = List.copyOf(diagnostics);
      }
    }
  }
}
