package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Decision;
import java.util.List;
import java.util.Objects;

/** What stands against a change, and what to do about it. Immutable. */
record Objection(String what, String hint) {
  /** Rejects null. */
  Objection {
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(hint, "hint");
  }

  /** Refuses for all of them at once. */
  static <R extends Record> Decision<R> refuse(List<Objection> all) {
    return new Decision.Refused<>(
        String.join("\n", all.stream().map(Objection::what).distinct().toList()),
        String.join("\n", all.stream().map(Objection::hint).distinct().toList()));
  }
}
