package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Standpoint;

/** Gives a reader of the world as it is now, for a step. Safe for several threads. */
@FunctionalInterface
public interface Readers {
  /** A reader that looks afresh. */
  Reader at(Standpoint standpoint);
}
