package io.github.etcdrunbook.run;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.EtcdReader;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.OperatorReader;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Standpoint;
import java.util.List;
import java.util.Optional;

/** A look at the world together with what this run's own effects came to. */
record OwnResults(Reader world, Ledger ledger) implements Reader {
  @Override
  public Standpoint standpoint() {
    return world.standpoint();
  }

  @Override
  public List<HostName> hosts() {
    return world.hosts();
  }

  @Override
  public List<HostName> etcdHosts() {
    return world.etcdHosts();
  }

  @Override
  public Sight<HostReader> host(HostName host) {
    return world.host(host);
  }

  @Override
  public EtcdReader etcd() {
    return world.etcd();
  }

  @Override
  public OperatorReader operator() {
    return world.operator();
  }

  @Override
  public Optional<EffectResult> result(EffectRef effect) {
    return ledger
        .state()
        .act(effect)
        .map(ActState::progress)
        .filter(ActState.Progress.Done.class::isInstance)
        .map(done -> ((ActState.Progress.Done) done).result());
  }
}
