package io.github.etcdrunbook.world;

import java.util.Optional;

/** Compaction, defragmentation and handovers of leadership in the slow world, with its delays. */
final class SlowUpkeep {
  private static final long BYTES_PER_TICK = 30L << 20;

  private final SlowWorld world;

  SlowUpkeep(SlowWorld world) {
    this.world = world;
  }

  Performed compact(Effect.Compact compact, SlowHost host) {
    long revision = compact.revision().known().orElseThrow();
    if (!world.members().linearizable(host)) {
      return new Performed.NotDone(EtcdForecastReader.noLeader());
    }
    if (revision > host.serving().orElseThrow().revision) {
      return new Performed.NotDone(EtcdForecastReader.future());
    }
    // What is compacted already is done.
    world.members().write(host, data -> data.compact(revision));
    world.tick(5);
    return done();
  }

  /** The member is silent as long as it takes. */
  Performed defragment(SlowHost host) {
    SlowData data = host.serving().orElseThrow();
    boolean leads = world.members().leader(host).equals(Optional.of(data.self));
    if (leads && data.voters().size() > 1) {
      world.hazard(host.name + ": the leader defragments, and all writes wait");
    }
    host.defragments = true;
    world.tick(5 + data.inUse / BYTES_PER_TICK);
    host.defragments = false;
    data.defragment();
    return done();
  }

  Performed leaderAway(SlowHost host) {
    SlowData data = host.serving().orElseThrow();
    if (!world.members().leader(host).equals(Optional.of(data.self))) {
      return done();
    }
    return world.members().leaveTo(host)
        ? done()
        : new Performed.NotDone(
            new Failure.Unsuitable("there is no other voter", "bring another member back first"));
  }

  private static Performed done() {
    return new Performed.Done(new EffectResult.Nothing());
  }
}
