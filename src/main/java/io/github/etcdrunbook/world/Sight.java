package io.github.etcdrunbook.world;

import java.util.Optional;

/**
 * Whether something answers: an unreachable host or a silent member is a normal observation.
 * Immutable.
 */
public sealed interface Sight<T> {
  /** It answers. */
  record Seen<T>(T value) implements Sight<T> {}

  /** It does not, and why. */
  record Unseen<T>(Failure failure) implements Sight<T> {}

  /** What was seen, if anything. */
  default Optional<T> seen() {
    return this instanceof Seen<T> sight ? Optional.of(sight.value()) : Optional.empty();
  }

  /** Why nothing was seen, if so. */
  default Optional<Failure> unseen() {
    return this instanceof Unseen<T> sight ? Optional.of(sight.failure()) : Optional.empty();
  }
}
