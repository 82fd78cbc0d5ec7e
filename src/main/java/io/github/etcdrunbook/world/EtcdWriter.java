package io.github.etcdrunbook.world;

import java.time.Duration;

/**
 * Changes etcd, or takes a snapshot of it, through the member on a host. Only the performer holds
 * one. Each call ends at its limit.
 */
public interface EtcdWriter {
  /**
   * Performs an effect that goes through etcd's API: SaveSnapshot, DisarmAlarm, WriteProbe,
   * Compact, Defragment, LeaderAway, MemberAdd, MemberPromote, MemberRemove or MemberUpdate; the
   * others are rejected with an exception, our bug.
   */
  Performed perform(Effect effect, EffectKey key, Duration limit, Progress progress);

  /** What became of an effect in doubt, by its own evidence. */
  Settled settle(Effect effect, EffectKey key);
}
