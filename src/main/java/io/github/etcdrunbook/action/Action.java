package io.github.etcdrunbook.action;

import io.github.etcdrunbook.world.Reader;

/**
 * One kind of step. An action looks, then decides; it never acts: {@code probe} reads the world
 * through readers that cannot write, {@code decide} is a pure function, and what it decides is
 * data. Stateless.
 *
 * @param <A> its arguments: a record whose components carry {@link Doc}
 * @param <O> what it observed
 * @param <R> its typed output, which later steps see as {@code steps.<id>}
 */
public interface Action<A extends Record, O extends Record, R extends Record> {
  /** What it is, for people and generated pages. */
  Manual manual();

  /** Whether it may decide on a change. One that only looks leaves nothing in the dark. */
  default Nature nature() {
    return Nature.CHANGES;
  }

  /** The record of its arguments. */
  Class<A> arguments();

  /** The record of its output; needed to check expressions before anything runs. */
  Class<R> output();

  /** Looks at the world. Calls no writer; may be called any number of times. */
  O probe(A arguments, Reader reader);

  /** Decides from what was seen, and from nothing else. */
  Decision<R> decide(A arguments, O observation);
}
