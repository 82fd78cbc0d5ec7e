package io.github.etcdrunbook.world;

/** What became of an effect in doubt. Immutable. */
public sealed interface Settled {
  /** It happened; the evidence says so. */
  record Done(EffectResult result, String evidence) implements Settled {}

  /** It did not happen. */
  record NotDone(String evidence) implements Settled {}

  /** Nothing tells. */
  record Unclear(String why) implements Settled {}
}
