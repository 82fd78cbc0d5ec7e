package io.github.etcdrunbook.world;

import java.util.Optional;

/**
 * A unit of a host of the slow world. What is wanted (startable) changes at once, what runs follows
 * in ticks. Mutable; the slow world guards it.
 *
 * <pre>
 * down ──starts──► STARTING ──in time──► READY ──stops──► STOPPING ──in time──► down
 * </pre>
 */
final class SlowUnit {
  /** How far a process is. */
  enum Phase {
    /** It runs and does not answer yet. */
    STARTING,
    /** It answers. */
    READY,
    /** It answers no longer, but holds its files and ports. */
    STOPPING
  }

  /**
   * A process.
   *
   * @param incarnation which life it is
   * @param phase how far it is
   * @param until the tick at which the phase ends, where it does
   * @param data for etcd, the data that it holds open
   */
  record Life(Incarnation incarnation, Phase phase, long until, Optional<SlowData> data) {
    Life in(Phase next, long end) {
      return new Life(incarnation, next, end, data);
    }
  }

  final Unit unit;
  boolean defined;
  boolean startable;
  Optional<RunId> parkedBy = Optional.empty();
  Optional<Life> life = Optional.empty();

  /** It is not started before this tick. */
  long notBefore;

  /** It exits as soon as it starts. */
  boolean crashes;

  int starts;
  int failures;

  SlowUnit(Unit unit, boolean defined) {
    this.unit = unit;
    this.defined = defined;
    this.startable = defined;
  }

  boolean isReady() {
    return life.map(Life::phase).filter(phase -> phase == Phase.READY).isPresent();
  }

  UnitState state() {
    return new UnitState(defined, startable, parkedBy, life.map(Life::incarnation));
  }
}
