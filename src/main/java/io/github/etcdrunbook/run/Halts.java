package io.github.etcdrunbook.run;

import io.github.etcdrunbook.world.EffectRef;

/** Why a run stops in the middle of a step when the operator breaks it off. Pure. */
final class Halts {
  private Halts() {}

  /** An effect was not begun any more. */
  static Trouble before(EffectRef effect) {
    return new Trouble.Halted("the operator broke the run off before " + effect);
  }

  /** An effect was broken off. */
  static Trouble brokenOff(EffectRef effect, boolean open) {
    return new Trouble.Halted(
        "the operator broke off "
            + effect
            + (open ? "; whether it happened is not known, and resume or undo finds out" : ""));
  }
}
