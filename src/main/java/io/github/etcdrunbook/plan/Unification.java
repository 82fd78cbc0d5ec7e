package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.expression.RecordParts;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a value of the run can be one of the plan: a drifting value matches any value, a pending
 * one is bound by the first that it meets and must meet the same ever after, all else must be
 * equal. A failed attempt binds nothing. Thread-safe.
 */
final class Unification {
  private final Map<Value.Pending<?>, Object> bound = new HashMap<>();

  /** Whether {@code now} can be {@code planned}; keeps the bindings if so. */
  synchronized boolean unify(Object planned, Object now) {
    Map<Value.Pending<?>, Object> attempt = new HashMap<>(bound);
    if (differs(planned, now, attempt).isPresent()) {
      return false;
    }
    bound.putAll(attempt);
    return true;
  }

  /** The first part in which {@code now} cannot be {@code planned}; binds nothing. */
  synchronized Optional<Moved> moved(Object planned, Object now) {
    return differs(planned, now, new HashMap<>(bound));
  }

  private static Optional<Moved> differs(
      Object planned, Object now, Map<Value.Pending<?>, Object> bindings) {
    return switch (planned) {
      case Value.Drifting<?> ignored -> unless(now instanceof Value<?>, planned, now);
      case Value.Pending<?> pending ->
          unless(
              now.equals(pending)
                  || (now instanceof Value<?> value && binds(pending, value, bindings)),
              bindings.getOrDefault(pending, pending),
              now);
      // The same snapshot from another member: which one answers first may change at any moment.
      case Effect.SaveSnapshot save when now instanceof Effect.SaveSnapshot other ->
          unless(save.path().equals(other.path()), save, other);
      case Record record when record.getClass() == now.getClass() ->
          parts(record, (Record) now, bindings);
      case Optional<?> optional when now instanceof Optional<?> other ->
          optional.isPresent() && other.isPresent()
              ? differs(optional.get(), other.get(), bindings)
              : unless(optional.isPresent() == other.isPresent(), planned, now);
      case List<?> list when now instanceof List<?> other -> items(list, other, bindings);
      default -> unless(planned.equals(now), planned, now);
    };
  }

  private static Optional<Moved> unless(boolean matches, Object planned, Object now) {
    return matches ? Optional.empty() : Optional.of(Moved.between(planned, now));
  }

  private static boolean binds(
      Value.Pending<?> pending, Value<?> now, Map<Value.Pending<?>, Object> bindings) {
    Object value = now.known().isPresent() ? now.known().get() : now;
    Object before = bindings.putIfAbsent(pending, value);
    return before == null || before.equals(value);
  }

  private static Optional<Moved> items(
      List<?> planned, List<?> now, Map<Value.Pending<?>, Object> bindings) {
    if (planned.size() != now.size()) {
      return Optional.of(Moved.between(planned, now));
    }
    for (int index = 0; index < planned.size(); index++) {
      Optional<Moved> moved = differs(planned.get(index), now.get(index), bindings);
      if (moved.isPresent()) {
        return Optional.of(moved.get().below("[" + index + "]"));
      }
    }
    return Optional.empty();
  }

  private static Optional<Moved> parts(
      Record planned, Record now, Map<Value.Pending<?>, Object> bindings) {
    for (RecordParts.Part part : RecordParts.of(planned.getClass()).parts()) {
      Optional<Moved> moved = differs(part.of(planned), part.of(now), bindings);
      if (moved.isPresent()) {
        return Optional.of(moved.get().below(part.name()));
      }
    }
    return Optional.empty();
  }
}
