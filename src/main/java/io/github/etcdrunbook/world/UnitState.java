package io.github.etcdrunbook.world;

import java.util.Objects;
import java.util.Optional;

/**
 * What was seen of a unit on a host.
 *
 * @param defined the host has it: its manifest or unit file exists, in place or parked
 * @param startable its manifest is in place, or the unit is not fenced: something may start it
 * @param parkedBy the run that parked its manifest or fenced its unit, if one did
 * @param running the process that runs now; empty also proves that its ports are closed and, for
 *     etcd, that nobody holds the database file
 */
public record UnitState(
    boolean defined, boolean startable, Optional<RunId> parkedBy, Optional<Incarnation> running) {
  /** Rejects null. */
  public UnitState {
    Objects.requireNonNull(parkedBy, "parkedBy");
    Objects.requireNonNull(running, "running");
  }

  /** A unit that the host does not have. */
  public static UnitState undefined() {
    return new UnitState(false, false, Optional.empty(), Optional.empty());
  }
}
