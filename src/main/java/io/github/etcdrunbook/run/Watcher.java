package io.github.etcdrunbook.run;

import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.world.EffectRef;

/**
 * Is told what a run is doing, for a live display. What matters later is in the events; the rest is
 * gone when it is seen. Called from several threads; must return at once.
 */
public interface Watcher {
  /** An event is in the journal. */
  void recorded(Recorded event);

  /** A step looks at the world. */
  void looking(StepAt at);

  /** An effect waits: for what, in words. */
  void waiting(EffectRef effect, String what);

  /** A transfer is so far; {@code total} is 0 when it is not known. Bytes. */
  void transferred(EffectRef effect, long done, long total);

  /** Sees nothing. */
  static Watcher blind() {
    return new Watcher() {
      @Override
      public void recorded(Recorded event) {}

      @Override
      public void looking(StepAt at) {}

      @Override
      public void waiting(EffectRef effect, String what) {}

      @Override
      public void transferred(EffectRef effect, long done, long total) {}
    };
  }
}
