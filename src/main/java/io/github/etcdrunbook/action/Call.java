package io.github.etcdrunbook.action;

import io.github.etcdrunbook.world.Reader;
import java.util.Objects;

/**
 * An action together with its arguments: the one place where the wildcards of an action are
 * captured, so that nobody else needs a cast. Immutable.
 */
public record Call<A extends Record, O extends Record, R extends Record>(
    Action<A, O, R> action, A arguments) {
  /** Rejects null. */
  public Call {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(arguments, "arguments");
  }

  /** What an action saw and what it decides on that. */
  public record Looked<O extends Record, R extends Record>(O observation, Decision<R> decision) {
    /** Rejects null. */
    public Looked {
      Objects.requireNonNull(observation, "observation");
      Objects.requireNonNull(decision, "decision");
    }
  }

  /** Captures an action and arguments that a reflective reader has made for it. */
  public static <A extends Record, O extends Record, R extends Record> Call<A, O, R> of(
      Action<A, O, R> action, Record arguments) {
    return new Call<>(action, action.arguments().cast(arguments));
  }

  /** Probes and decides. */
  public Looked<O, R> look(Reader reader) {
    O observation = action.probe(arguments, reader);
    return new Looked<>(observation, action.decide(arguments, observation));
  }
}
