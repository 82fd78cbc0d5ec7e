package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What one effect makes of a forecast, and what is wrong with it. An effect that would fail is
 * noted and leaves the forecast as it is.
 */
final class EffectApplication {
  /** What certificates, keys and settings of a host take at most, roughly: space for them. */
  private static final long SEALED_BYTES = 1L << 20;

  private final ForecastState state;
  private final EffectRef ref;
  private final Findings findings;
  private final EtcdForecast etcd;
  private final FileApplication files;
  private final UpkeepApplication upkeep;
  private final MembershipApplication membership;

  EffectApplication(ForecastState state, EffectRef ref, List<Finding> findings) {
    this.state = state;
    this.ref = ref;
    this.findings = new Findings(ref, findings);
    this.etcd = new EtcdForecast(state);
    this.files = new FileApplication(state, this.findings);
    this.upkeep = new UpkeepApplication(state, etcd, this.findings);
    this.membership = new MembershipApplication(state, etcd, this.findings);
  }

  void apply(Effect effect) {
    switch (effect) {
      case Effect.Await wait -> await(wait);
      case Effect.RemoveSnapshot remove -> remove(remove);
      case Effect.OnHost onHost -> {
        if (state.darkness(onHost.host()).isPresent()) {
          return;
        }
        Optional<HostForecast> host = etcd.host(onHost.host());
        if (host.isPresent()) {
          tryOn(onHost, host.get());
        } else {
          findings.add(
              Finding.Kind.UNREACHABLE,
              onHost.host() + " does not answer: " + EffectText.of(effect),
              "bring the host back, or name it in the input `fenced` if it is gone for good");
        }
      }
    }
  }

  /** What a command has made unknown, this effect leaves unknown too. */
  private void tryOn(Effect.OnHost effect, HostForecast host) {
    try {
      apply(effect, host);
    } catch (NotYetKnown unknown) {
      FileOverlay files = state.changed(host.name()).files;
      FileApplication.written(effect)
          .forEach(path -> files.put(path, new FileOverlay.Node.Unknown(unknown.from())));
    }
  }

  private void apply(Effect.OnHost effect, HostForecast host) {
    switch (effect) {
      case Effect.PutFile put -> files.put(put, host);
      case Effect.Move move -> files.move(move, host);
      case Effect.Copy copy -> files.copy(copy, host);
      case Effect.Remove remove -> files.remove(remove, host);
      case Effect.Control control -> control(control, host);
      case Effect.RestoreSnapshot restore -> files.restore(restore, host);
      case Effect.SaveSnapshot save -> save(save);
      case Effect.SealFiles seal -> seal(seal);
      case Effect.DisarmAlarm disarm -> disarm(disarm);
      case Effect.WriteProbe probe -> probe(probe);
      case Effect.Compact compact -> upkeep.compact(compact);
      case Effect.Defragment defragment -> upkeep.defragment(defragment);
      case Effect.LeaderAway away -> upkeep.leaderAway(away);
      case Effect.MakeFolder folder -> files.makeFolder(folder, host);
      case Effect.Configure configure -> configure(configure, host);
      case Effect.MemberAdd add -> membership.add(add);
      case Effect.MemberPromote promote -> membership.promote(promote);
      case Effect.MemberRemove remove -> membership.remove(remove);
      case Effect.MemberUpdate update -> membership.update(update);
      case Effect.Exec exec -> exec(exec);
    }
  }

  private void configure(Effect.Configure configure, HostForecast host) {
    if (host.unit(Unit.ETCD).startable()
        && host.etcd()
            .filter(one -> one.settings().profile() == EtcdLayout.Profile.KUBEADM)
            .isPresent()) {
      findings.add(
          Finding.Kind.UNIT,
          "the manifest of etcd on " + host.name() + " is in place: a change restarts the pod",
          "stop etcd there first");
      return;
    }
    HostOverlay overlay = state.changed(host.name());
    overlay.setup = Optional.of(configure.setup());
    if (configure.setup().isEmpty() && host.process(Unit.ETCD).running().isEmpty()) {
      // Without settings there is nothing to be kept from starting.
      overlay.units.remove(Unit.ETCD);
    }
  }

  private void control(Effect.Control control, HostForecast host) {
    UnitState now = host.unit(control.unit());
    if (!now.defined()) {
      findings.add(
          Finding.Kind.UNIT,
          host.name() + " has no " + control.unit() + ": neither a manifest nor a unit file",
          "select only hosts that have it");
      return;
    }
    UnitState then =
        switch (control.verb()) {
          case STOP ->
              now.startable()
                  ? new UnitState(
                      true, false, Optional.of(state.base.standpoint().run()), Optional.empty())
                  : new UnitState(true, false, now.parkedBy(), Optional.empty());
          case START -> started(control, host, now);
          case RESTART -> running(now);
        };
    state.changed(host.name()).units.put(control.unit(), then);
  }

  private UnitState started(Effect.Control control, HostForecast host, UnitState now) {
    if (now.running().isPresent()) {
      return new UnitState(true, true, Optional.empty(), now.running());
    }
    if (control.unit() == Unit.ETCD) {
      withData(host);
      boolean forces = host.configuration().filter(EtcdConfiguration::forcesNewCluster).isPresent();
      state.changed(host.name()).forces = forces;
      if (forces) {
        membership.force(host.name());
      }
    }
    boolean crashes = crashesAsBefore(control.unit(), host);
    UnitState idle = new UnitState(true, true, Optional.empty(), Optional.empty());
    return crashes ? idle : running(idle);
  }

  /** What crashed over and over with the same data and the same etcd will do so again. */
  private boolean crashesAsBefore(Unit unit, HostForecast host) {
    UnitState observed = state.base.host(host.name()).seen().orElseThrow().unit(unit);
    boolean crashing = observed.startable() && observed.running().isEmpty();
    return switch (unit) {
      case ETCD -> crashing && !etcd.dataTouched(host.name());
      case KUBE_APISERVER -> crashing && !etcd.servesApi(host.name());
      case KUBE_CONTROLLER_MANAGER, KUBE_SCHEDULER, KUBELET -> false;
    };
  }

  private UnitState running(UnitState now) {
    return new UnitState(true, true, Optional.empty(), Optional.of(state.born(ref, now.running())));
  }

  private void withData(HostForecast host) {
    if (!etcd.mayHaveData(host.name()) && !membership.join(host)) {
      findings.add(
          Finding.Kind.DATA,
          "etcd of " + host.name() + " starts without data: it would begin a cluster of its own",
          "put the data directory in place before the start, or add it as a member first");
    }
  }

  private void save(Effect.SaveSnapshot save) {
    OperatorForecast operator = new OperatorForecast(state);
    if (operator.size(save.path()).isPresent()) {
      findings.add(
          Finding.Kind.EXISTS,
          save.path() + " exists on this machine",
          "choose another name; nothing is overwritten");
      return;
    }
    Optional<Long> size =
        new EtcdForecastReader(state, etcd)
            .status(save.host())
            .seen()
            .flatMap(status -> status.progress().known())
            .map(MemberStatus.Progress::size);
    if (size.isEmpty()) {
      silent(save.host());
      return;
    }
    operator
        .freeBytes(save.path())
        .known()
        .ifPresent(free -> findings.space(save.path(), size.get(), free));
    state.saved.put(save.path(), new ForecastState.Saved(ref, size.get()));
  }

  private void seal(Effect.SealFiles seal) {
    OperatorForecast operator = new OperatorForecast(state);
    if (operator.size(seal.path()).isPresent()) {
      findings.add(
          Finding.Kind.EXISTS,
          seal.path() + " exists on this machine",
          "choose another name; nothing is overwritten");
      return;
    }
    operator
        .freeBytes(seal.path())
        .known()
        .ifPresent(free -> findings.space(seal.path(), SEALED_BYTES, free));
    state.saved.put(seal.path(), new ForecastState.Saved(ref, SEALED_BYTES));
  }

  private void remove(Effect.RemoveSnapshot remove) {
    if (new OperatorForecast(state).size(remove.newer()).isEmpty()) {
      findings.absent(remove.newer() + " is not on this machine");
      return;
    }
    state.removed.add(remove.path());
    new OperatorForecast(state)
        .files(FileOverlay.parent(remove.path())).stream()
            .map(FoundFile::path)
            .filter(path -> SealedName.belongs(path, remove.path()))
            .forEach(state.removed::add);
  }

  private void disarm(Effect.DisarmAlarm disarm) {
    cluster(disarm.host())
        .ifPresent(
            cluster ->
                state
                    .disarmed
                    .computeIfAbsent(cluster, ignored -> new HashSet<>())
                    .add(disarm.alarm()));
  }

  private void probe(Effect.WriteProbe probe) {
    // One put and one delete.
    cluster(probe.host()).ifPresent(cluster -> state.writes.merge(cluster, 2L, Long::sum));
  }

  /** The cluster that the member on the host writes to, if it has quorum. */
  private Optional<ClusterId> cluster(HostName host) {
    if (!etcd.linearizable(host)) {
      silent(host);
      return Optional.empty();
    }
    return new EtcdForecastReader(state, etcd).status(host).seen().map(MemberStatus::cluster);
  }

  private void exec(Effect.Exec exec) {
    state.executed.add(ref);
    HostOverlay overlay = state.changed(exec.host());
    for (String what : exec.touches()) {
      if (what.startsWith("/")) {
        overlay.files.put(what, new FileOverlay.Node.Unknown(ref));
      }
      for (Unit unit : Unit.values()) {
        if (unit.toString().equals(what)) {
          overlay.unknown.put(unit, ref);
        }
      }
      if (what.equals(Unit.ETCD.toString())) {
        state.forgetEtcd(ref);
      }
    }
  }

  private void await(Effect.Await wait) {
    ConditionCheck.Look look;
    try {
      look =
          ConditionCheck.look(wait.condition(), new ForecastReader(state, state.base.standpoint()));
    } catch (NotYetKnown unknown) {
      // A command made it unknown; the wait itself will tell.
      return;
    }
    if (!look.holds()) {
      findings.add(
          Finding.Kind.AWAIT,
          "nothing before makes this true: "
              + EffectText.of(wait.condition())
              + " ("
              + look.missing()
              + ")",
          "look at the state of that host; the wait would end only at its limit");
    }
  }

  private void silent(HostName host) {
    findings.add(
        Finding.Kind.UNREACHABLE,
        "etcd of " + host + " does not answer, or has no quorum",
        "choose a member that answers");
  }
}
