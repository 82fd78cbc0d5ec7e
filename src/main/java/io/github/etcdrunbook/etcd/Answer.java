package io.github.etcdrunbook.etcd;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a call to etcd came to: a value or a failure, never an exception. Immutable.
 *
 * @param <T> the value of a call that went well
 */
public sealed interface Answer<T> {
  /** The call went well. */
  record Ok<T>(T value) implements Answer<T> {
    /** Rejects null. */
    public Ok {
      Objects.requireNonNull(value, "value");
    }
  }

  /** The call did not go well, or nobody knows. */
  record Failed<T>(EtcdFailure why) implements Answer<T> {
    /** Rejects null. */
    public Failed {
      Objects.requireNonNull(why, "why");
    }
  }

  /** The same failure, or the value changed by a function. */
  default <U> Answer<U> map(Function<T, U> change) {
    return switch (this) {
      case Ok<T>(T value) -> new Ok<>(change.apply(value));
      case Failed<T>(EtcdFailure why) -> new Failed<>(why);
    };
  }

  /** The value, if the call went well. */
  default Optional<T> found() {
    return switch (this) {
      case Ok<T>(T value) -> Optional.of(value);
      case Failed<T> failed -> Optional.empty();
    };
  }

  /** The failure, if the call did not go well. */
  default Optional<EtcdFailure> failure() {
    return switch (this) {
      case Ok<T> ok -> Optional.empty();
      case Failed<T>(EtcdFailure why) -> Optional.of(why);
    };
  }
}
