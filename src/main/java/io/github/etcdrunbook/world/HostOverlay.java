package io.github.etcdrunbook.world;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What effects made of one host, laid over what was observed of it: files, units, space used, and
 * what commands made unknown. Mutable; owned by one forecast.
 */
final class HostOverlay {
  final FileOverlay files;

  /** Units that an effect touched. */
  final Map<Unit, UnitState> units;

  /** Units that a command touched: known after it. */
  final Map<Unit, EffectRef> unknown;

  /** Bytes that effects took, by file system; negative when they gave some back. */
  final Map<String, Long> taken;

  /** What an effect made of etcd's settings; empty inside when it took them away. */
  Optional<Optional<Effect.Configure.Setup>> setup = Optional.empty();

  /** Whether an effect started etcd with settings that force a new cluster. */
  boolean forces;

  HostOverlay() {
    files = new FileOverlay();
    units = new EnumMap<>(Unit.class);
    unknown = new EnumMap<>(Unit.class);
    taken = new HashMap<>();
  }

  private HostOverlay(HostOverlay other) {
    files = other.files.copy();
    units = new EnumMap<>(Unit.class);
    units.putAll(other.units);
    unknown = new EnumMap<>(Unit.class);
    unknown.putAll(other.unknown);
    taken = new HashMap<>(other.taken);
    setup = other.setup;
    forces = other.forces;
  }

  HostOverlay copy() {
    return new HostOverlay(this);
  }
}
