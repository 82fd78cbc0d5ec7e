package io.github.etcdrunbook.run;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.world.Effect;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which hosts a run locks: those that its plan changes must be held, unless they are fenced; of the
 * other etcd hosts as many as make a majority. A plan that changes nothing locks nothing.
 * Immutable.
 *
 * @param selected the hosts that the plan changes
 * @param etcd the hosts of etcd
 * @param fenced the hosts that the operator has named as gone for good
 */
public record LockScope(Set<HostName> selected, Set<HostName> etcd, Set<HostName> fenced) {
  /** Copies the sets. */
  public LockScope {
    selected = Set.copyOf(selected);
    etcd = Set.copyOf(etcd);
    fenced = Set.copyOf(fenced);
  }

  /** The scope of a plan. */
  public static LockScope of(Plan plan, List<HostName> etcd, Set<HostName> fenced) {
    Set<HostName> selected = new TreeSet<>();
    for (PlannedStep step : plan.steps()) {
      switch (step.planned()) {
        case Planned.Change change -> {
          for (Act act : change.acts()) {
            if (RunState.changes(act.effect()) && act.effect() instanceof Effect.OnHost on) {
              selected.add(on.host());
            }
          }
        }
        case Planned.Deferred ignored ->
            step.at().host().ifPresentOrElse(selected::add, () -> selected.addAll(etcd));
        case Planned.Satisfied ignored -> {}
        case Planned.Skipped ignored -> {}
      }
    }
    return new LockScope(selected, new TreeSet<>(etcd), fenced);
  }

  /** Whether there is nothing to lock. */
  public boolean isEmpty() {
    return selected.isEmpty();
  }

  /** All hosts that are locked if they answer, in the order in which everybody locks. */
  public List<HostName> inOrder() {
    Set<HostName> all = new TreeSet<>(selected);
    all.addAll(etcd);
    return List.copyOf(all);
  }

  /** Whether the run must not begin without this host. */
  public boolean demands(HostName host) {
    return selected.contains(host) && !fenced.contains(host);
  }

  /** Whether so many hosts are a majority of the etcd hosts that are not fenced. */
  public boolean isMajority(Set<HostName> held) {
    long voters = etcd.stream().filter(host -> !fenced.contains(host)).count();
    long ours = etcd.stream().filter(host -> !fenced.contains(host)).filter(held::contains).count();
    return ours * 2 > voters || voters == 0;
  }
}
