package io.github.etcdrunbook.world;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A value that knows how firm it is. {@code Fixed} is part of what was approved; {@code Drifting}
 * (a revision, a size, free space) was seen and is read again at the run; {@code Pending} is known
 * only after an effect. Computing with values keeps the weakest firmness. Immutable.
 */
public sealed interface Value<T> {
  /** Known and part of what is approved. */
  record Fixed<T>(T value) implements Value<T> {
    /** Rejects null. */
    public Fixed {
      Objects.requireNonNull(value, "value");
    }
  }

  /** Seen, but it moves by itself: printed as "~4034" and read again at the run. */
  record Drifting<T>(T seen) implements Value<T> {
    /** Rejects null. */
    public Drifting {
      Objects.requireNonNull(seen, "seen");
    }
  }

  /** Known after an effect: the field of that effect's result. Equal to itself. */
  record Pending<T>(EffectRef from, String field) implements Value<T> {
    /** Rejects null. */
    public Pending {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(field, "field");
    }
  }

  /** A fixed value. */
  static <T> Value<T> fixed(T value) {
    return new Fixed<>(value);
  }

  /** A drifting value. */
  static <T> Value<T> drifting(T seen) {
    return new Drifting<>(seen);
  }

  /** What is known now: empty for a pending value. */
  default Optional<T> known() {
    return switch (this) {
      case Fixed<T> fixed -> Optional.of(fixed.value());
      case Drifting<T> drifting -> Optional.of(drifting.seen());
      case Pending<T> ignored -> Optional.empty();
    };
  }

  /** The same firmness with another value. */
  default <R> Value<R> map(Function<? super T, ? extends R> function) {
    return switch (this) {
      case Fixed<T> fixed -> new Fixed<>(function.apply(fixed.value()));
      case Drifting<T> drifting -> new Drifting<>(function.apply(drifting.seen()));
      case Pending<T> pending -> new Pending<>(pending.from(), pending.field());
    };
  }

  /** Both values combined: the worst firmness of the two wins. */
  static <A, B, R> Value<R> both(
      Value<A> first, Value<B> second, BiFunction<? super A, ? super B, ? extends R> function) {
    if (first instanceof Pending<A> pending) {
      return new Pending<>(pending.from(), pending.field());
    }
    if (first instanceof Fixed<A> fixed) {
      return second.map(other -> function.apply(fixed.value(), other));
    }
    Value<R> result = second.map(other -> function.apply(first.known().orElseThrow(), other));
    return result instanceof Fixed<R> fixed ? new Drifting<>(fixed.value()) : result;
  }
}
