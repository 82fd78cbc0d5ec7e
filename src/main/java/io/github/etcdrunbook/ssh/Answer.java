package io.github.etcdrunbook.ssh;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What a call to a host came to: a value, or the failure that took its place. Immutable. */
public sealed interface Answer<T> {
  /** The call did what it says. */
  record Got<T>(T value) implements Answer<T> {
    /** Rejects a missing value. */
    public Got {
      Objects.requireNonNull(value, "value");
    }
  }

  /** The call did not do it, or its answer was lost; the failure says which. */
  record Failed<T>(SshFailure failure) implements Answer<T> {
    /** Rejects a missing failure. */
    public Failed {
      Objects.requireNonNull(failure, "failure");
    }
  }

  /** The value, if there is one. */
  default Optional<T> got() {
    return this instanceof Got<T> got ? Optional.of(got.value()) : Optional.empty();
  }

  /** The same answer with its value changed. */
  static <T, R> Answer<R> map(Answer<T> answer, Function<T, R> change) {
    return switch (answer) {
      case Got<T> got -> new Got<>(change.apply(got.value()));
      case Failed<T> failed -> new Failed<>(failed.failure());
    };
  }
}
