package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that a forecast knows beyond what was observed. Mutable; a copy shares only the observed
 * world.
 */
final class ForecastState {
  /** Later than any process that a host has seen. */
  private static final long FUTURE = Long.MAX_VALUE / 2;

  /** A snapshot that an effect saves; its size is an estimate. */
  record Saved(EffectRef by, long size) {}

  final SeenWorld base;
  final Map<HostName, HostOverlay> overlays = new HashMap<>();
  final Map<ClusterId, Set<Alarm>> disarmed = new HashMap<>();
  final Map<ClusterId, Long> writes = new HashMap<>();

  /** Member lists that effects changed, by cluster. */
  final Map<ClusterId, List<Member>> membership = new HashMap<>();

  /** Members that effects add: under ids of the forecast's own, by which effect. */
  final Map<MemberId, EffectRef> added = new HashMap<>();

  /** Snapshots that effects save on the operator's machine, by path. */
  final Map<String, Saved> saved = new HashMap<>();

  /** Snapshots of the operator's machine that effects remove. */
  final Set<String> removed = new HashSet<>();

  /** Files of members that a compaction or a defragmentation changed. */
  final Map<HostName, Space> spaces = new HashMap<>();

  final Map<ClusterId, Value<Long>> compacted = new HashMap<>();

  /** Who leads after leadership was handed over. */
  final Map<ClusterId, MemberId> leaders = new HashMap<>();

  /** Commands that were run: what they put out is known after them. */
  final Set<EffectRef> executed = new HashSet<>();

  private final Map<HostName, EffectRef> dark = new HashMap<>();
  private Optional<EffectRef> allDark = Optional.empty();
  private Optional<EffectRef> votersTouchedBy = Optional.empty();
  private Optional<EffectRef> etcdUnknownAfter = Optional.empty();
  private int incarnations;

  ForecastState(SeenWorld base) {
    this.base = base;
  }

  ForecastState copy() {
    ForecastState copy = new ForecastState(base);
    overlays.forEach((host, overlay) -> copy.overlays.put(host, overlay.copy()));
    disarmed.forEach((cluster, alarms) -> copy.disarmed.put(cluster, new HashSet<>(alarms)));
    copy.writes.putAll(writes);
    copy.membership.putAll(membership);
    copy.added.putAll(added);
    copy.saved.putAll(saved);
    copy.removed.addAll(removed);
    copy.spaces.putAll(spaces);
    copy.compacted.putAll(compacted);
    copy.leaders.putAll(leaders);
    copy.executed.addAll(executed);
    copy.dark.putAll(dark);
    copy.allDark = allDark;
    copy.votersTouchedBy = votersTouchedBy;
    copy.etcdUnknownAfter = etcdUnknownAfter;
    copy.incarnations = incarnations;
    return copy;
  }

  /** The overlay of a host, to be read. */
  HostOverlay overlay(HostName host) {
    return overlays.getOrDefault(host, new HostOverlay());
  }

  /** The overlay of a host, to be changed. */
  HostOverlay changed(HostName host) {
    return overlays.computeIfAbsent(host, ignored -> new HostOverlay());
  }

  /** Whether etcd has to be derived, since an effect touched a voter's process or data. */
  boolean derived() {
    return votersTouchedBy.isPresent();
  }

  /** The last effect that touched a voter's process or data. */
  Optional<EffectRef> votersTouchedBy() {
    return votersTouchedBy;
  }

  void touchVoters(EffectRef by) {
    votersTouchedBy = Optional.of(by);
  }

  /** The last command that touched etcd in ways that nobody can forecast. */
  Optional<EffectRef> etcdUnknownAfter() {
    return etcdUnknownAfter;
  }

  void forgetEtcd(EffectRef by) {
    etcdUnknownAfter = etcdUnknownAfter.or(() -> Optional.of(by));
    touchVoters(by);
  }

  /** What a step whose effects are not known leaves in the dark: its host, or all; and etcd. */
  void hide(EffectRef by, Optional<HostName> host) {
    if (host.isEmpty()) {
      allDark = allDark.or(() -> Optional.of(by));
    } else {
      dark.putIfAbsent(host.get(), by);
    }
    forgetEtcd(by);
  }

  /** After what it is known how a host stands, if that is in the dark. */
  Optional<EffectRef> darkness(HostName host) {
    return allDark.or(() -> Optional.ofNullable(dark.get(host)));
  }

  /** After what it is known how the operator's machine stands, if that is in the dark. */
  Optional<EffectRef> darkness() {
    return allDark;
  }

  /** A new life of a process, later than all before. */
  Incarnation born(EffectRef by, Optional<Incarnation> before) {
    incarnations++;
    return new Incarnation(
        "forecast:" + by,
        FUTURE + incarnations,
        before.map(Incarnation::specification).orElse("as it is"));
  }
}
