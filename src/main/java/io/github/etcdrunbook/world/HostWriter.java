package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;

/**
 * Changes one host. Only the performer holds one. Every effect runs through the wrapper on the
 * host, keyed by {@link EffectKey}, so that it starts at most once; each call ends at its limit.
 */
public interface HostWriter {
  /** The host that this writer changes. */
  HostName name();

  /**
   * Performs an effect of this host that is one of PutFile, Move, Copy, Remove, Control,
   * RestoreSnapshot, MakeFolder, Configure, Exec or SealFiles; the others are not a host's to
   * perform and are rejected with an exception, our bug.
   *
   * @param progress is told what has been done of a long transfer
   */
  Performed perform(Effect.OnHost effect, EffectKey key, Duration limit, Progress progress);

  /**
   * Ends what an effect runs on the host, with its process group. What came of it is to be settled.
   */
  default void breakOff(EffectKey key) {}

  /** What became of an effect in doubt: by the wrapper's record, else by its own evidence. */
  Settled settle(Effect.OnHost effect, EffectKey key);
}
