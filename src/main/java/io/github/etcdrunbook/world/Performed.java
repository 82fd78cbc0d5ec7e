package io.github.etcdrunbook.world;

/** What became of performing an effect. Only {@code NotDone} may be retried. Immutable. */
public sealed interface Performed {
  /** It happened. */
  record Done(EffectResult result) implements Performed {}

  /** It certainly did not happen. */
  record NotDone(Failure failure) implements Performed {}

  /** It may have happened: the answer was lost. Settling finds out. */
  record Unclear(Failure failure) implements Performed {}
}
