package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.expression.RecordParts;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
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
    if (!matches(planned, now, attempt)) {
      return false;
    }
    bound.putAll(attempt);
    return true;
  }

  private static boolean matches(
      Object planned, Object now, Map<Value.Pending<?>, Object> bindings) {
    return switch (planned) {
      case Value.Drifting<?> ignored -> now instanceof Value<?>;
      case Value.Pending<?> pending ->
          now.equals(pending) || (now instanceof Value<?> value && binds(pending, value, bindings));
      // The same snapshot from another member: which one answers first may change at any moment.
      case Effect.SaveSnapshot save when now instanceof Effect.SaveSnapshot other ->
          save.path().equals(other.path());
      case Record record ->
          record.getClass() == now.getClass() && matchesParts(record, (Record) now, bindings);
      case Optional<?> optional ->
          now instanceof Optional<?> other
              && optional.isPresent() == other.isPresent()
              && (optional.isEmpty() || matches(optional.get(), other.get(), bindings));
      case List<?> list -> now instanceof List<?> other && matchesAll(list, other, bindings);
      default -> planned.equals(now);
    };
  }

  private static boolean binds(
      Value.Pending<?> pending, Value<?> now, Map<Value.Pending<?>, Object> bindings) {
    Object value = now.known().isPresent() ? now.known().get() : now;
    Object before = bindings.putIfAbsent(pending, value);
    return before == null || before.equals(value);
  }

  private static boolean matchesAll(
      Collection<?> planned, Collection<?> now, Map<Value.Pending<?>, Object> bindings) {
    Iterator<?> others = now.iterator();
    return planned.size() == now.size()
        && planned.stream().allMatch(each -> matches(each, others.next(), bindings));
  }

  private static boolean matchesParts(
      Record planned, Record now, Map<Value.Pending<?>, Object> bindings) {
    for (RecordParts.Part part : RecordParts.of(planned.getClass()).parts()) {
      if (!matches(part.of(planned), part.of(now), bindings)) {
        return false;
      }
    }
    return true;
  }
}
