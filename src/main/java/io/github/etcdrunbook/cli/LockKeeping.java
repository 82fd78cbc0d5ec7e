package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.cli.world.RealWorld;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.local.LocalLock;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.playbook.Datum;
import io.github.etcdrunbook.report.LockText;
import io.github.etcdrunbook.run.LockScope;
import io.github.etcdrunbook.run.Locks;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.LockOwner;
import io.github.etcdrunbook.world.LockPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The locks of one run as a command keeps them: taken before its first event, given back when the
 * run is over, kept when it is not. Says what a person must know of them.
 */
final class LockKeeping {
  private final RunDesk desk;
  private final Plan plan;
  private final LockScope scope;
  private final LockOwner owner;
  private final Locks locks;
  private final RealWorld world;

  LockKeeping(RunDesk desk, Prepared prepared, Plan plan, RealWorld world) {
    this.desk = desk;
    this.plan = plan;
    this.world = world;
    this.scope = LockScope.of(plan, world.etcdHosts(), fenced(prepared.inputs()));
    this.owner =
        new LockOwner(
            plan.id(),
            plan.made().playbook(),
            plan.made().cluster(),
            desk.atDesk().who(desk.operator()),
            desk.clock().instant(),
            OperatorDesk.draw());
    this.locks =
        new Locks(
            new LocalLock(desk.folders().lock(plan.made().cluster())),
            world.hosts()::lock,
            scope,
            owner);
  }

  /** The hosts that the input `fenced` names, by convention of all playbooks. */
  private static Set<HostName> fenced(Map<String, Datum> inputs) {
    Set<HostName> fenced = new TreeSet<>();
    if (inputs.get("fenced") instanceof Datum.Many many) {
      for (Datum each : many.items()) {
        if (each instanceof Datum.Text host && HostName.isValid(host.text())) {
          fenced.add(new HostName(host.text()));
        }
      }
    }
    return fenced;
  }

  /** Takes the locks, or stops; a run that has changed something needs a majority of them only. */
  void take(RunState state, LockPlace.Reentry reentry) throws Stop {
    if (scope.isEmpty()) {
      return;
    }
    Locks.Strictness strictness =
        state.changed() ? Locks.Strictness.MAJORITY : Locks.Strictness.ALL_SELECTED;
    switch (locks.take(strictness, reentry)) {
      case Locks.Taking.Held held -> {
        tellMissing(held.missing());
        if (reentry == LockPlace.Reentry.SAME_MACHINE && state.opening().isPresent()) {
          demandLatest();
        }
      }
      case Locks.Taking.Taken taken ->
          throw new Stop(
              ExitCode.LOCKED,
              LockText.refusal(
                  taken.by(), plan.id(), desk.clock().instant(), desk.atDesk()::standing));
      case Locks.Taking.Lacking lacking -> throw lacking(lacking.missing(), state);
      case Locks.Taking.Broken broken ->
          throw new Stop(
              failed(state, ExitCode.FAILED_UNCHANGED),
              List.of(broken.failure().what(), "hint: " + broken.failure().hint()));
    }
  }

  /** Free locks do not say that no other machine has gone on with the run: their hosts do. */
  private void demandLatest() throws Stop {
    Optional<Stop> ahead = new HostRuns(desk, locks.hosts(), world).ahead(plan.id());
    if (ahead.isPresent()) {
      locks.giveUp();
      throw ahead.get();
    }
  }

  /** Takes what can be taken: for an undo that has nothing to take back but the run's locks. */
  void takeIfFree(LockPlace.Reentry reentry) {
    if (!scope.isEmpty()) {
      locks.take(Locks.Strictness.MAJORITY, reentry);
    }
  }

  private void tellMissing(Map<HostName, Failure> missing) {
    new TreeMap<>(missing)
        .forEach(
            (host, failure) ->
                desk.console()
                    .err()
                    .println("note: " + host + " is not locked: " + failure.what()));
  }

  private Stop lacking(Map<HostName, Failure> missing, RunState state) {
    List<String> lines = new ArrayList<>();
    lines.add("Not all hosts could be locked; nothing was changed and nothing stays locked.");
    new TreeMap<>(missing)
        .forEach(
            (host, failure) -> {
              lines.add("  " + host + ": " + failure.what());
              lines.add("    hint: " + failure.hint());
            });
    return new Stop(failed(state, ExitCode.UNREACHABLE), lines);
  }

  private static ExitCode failed(RunState state, ExitCode unchanged) {
    if (!state.changed()) {
      return unchanged;
    }
    return state.marks().noReturn().isPresent()
        ? ExitCode.FAILED_FORWARD_ONLY
        : ExitCode.FAILED_CHANGED;
  }

  /** Whose locks they are. */
  LockOwner owner() {
    return owner;
  }

  /** The hosts that are locked now. */
  List<HostName> hosts() {
    return locks.hosts();
  }

  /** Gives the locks back if the run is over, and says so if they are kept. */
  void settle(RunState state) {
    if (locks.places().isEmpty()) {
      return;
    }
    if (!Locks.areOver(state)) {
      desk.console()
          .err()
          .println(
              "Locks: kept on " + String.join(", ", locks.places()) + " until the run is over.");
      return;
    }
    locks
        .giveBack()
        .forEach(
            (place, failure) ->
                desk.console()
                    .err()
                    .println(
                        "note: the lock on "
                            + place
                            + " is left: "
                            + failure.what()
                            + "\n      remove it later: etcd-runbook lock release --id "
                            + plan.id()
                            + " --reason TEXT -i INVENTORY"));
  }
}
