package io.github.etcdrunbook.rehearsal;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planner;
import io.github.etcdrunbook.plan.Planning;
import io.github.etcdrunbook.playbook.Datum;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.run.Evidence;
import io.github.etcdrunbook.run.Gatekeeper;
import io.github.etcdrunbook.run.Journal;
import io.github.etcdrunbook.run.Ledger;
import io.github.etcdrunbook.run.Means;
import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.run.Runner;
import io.github.etcdrunbook.run.Timing;
import io.github.etcdrunbook.run.Undoer;
import io.github.etcdrunbook.run.Watcher;
import io.github.etcdrunbook.run.Writers;
import io.github.etcdrunbook.world.EtcdWriter;
import io.github.etcdrunbook.world.HostWriter;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.StepId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of a setting on a world of its own: planned, run, killed, resumed, taken back. */
final class Stage {
  private static final Sha256 FINGERPRINT = new Sha256("0".repeat(64));

  final SlowWorld world;
  final MortalJournal journal = new MortalJournal();
  private final Setting setting;
  private final Scope scope;

  Stage(Setting setting, Scope scope) {
    this.setting = setting;
    this.scope = scope;
    this.world = setting.worlds().get();
  }

  Planning plan() {
    Plan.Made made =
        new Plan.Made(
            world.clock().instant(),
            Instant.MAX,
            "rehearsal",
            Optional.empty(),
            setting.playbook().heading().name(),
            Setting.CLUSTER);
    return new Planner(setting.playbook(), scope, world::reader)
        .plan(made, new Plan.Frozen(setting.playbook().sources(), List.of(), List.of(), Map.of()));
  }

  RunEnd run(Plan plan) {
    Scope all = scope;
    for (Map.Entry<String, Datum> variable : plan.frozen().variables().entrySet()) {
      all = all.with(variable.getKey(), variable.getValue());
    }
    return new Runner(plan, setting.playbook(), all, means()).run(FINGERPRINT, "rehearsal");
  }

  /** Takes the run back; empty when the machine died meanwhile. */
  Optional<Undoer.End> undo(Plan plan) {
    try {
      return Optional.of(new Undoer(plan, means()).undo("rehearsal"));
    } catch (Journal.Lost died) {
      return Optional.empty();
    }
  }

  RunState state() {
    return RunState.fold(journal.events());
  }

  private Means means() {
    return new Means(
        world::reader,
        new SlowWriters(world),
        new Ledger(journal, state(), Watcher.blind()),
        new Yes(),
        new Timing(world.clock(), world::sleep),
        () -> false,
        observation -> Evidence.none());
  }

  private record SlowWriters(SlowWorld world) implements Writers {
    @Override
    public Sight<HostWriter> host(HostName host) {
      return new Sight.Seen<>(world.writer(host));
    }

    @Override
    public EtcdWriter etcd() {
      return world.etcdWriter();
    }
  }

  private static final class Yes implements Gatekeeper {
    @Override
    public boolean reaches(StepId step) {
      return true;
    }

    @Override
    public Answer ask(Question question) {
      return new Answer.Yes("rehearsal");
    }
  }
}
