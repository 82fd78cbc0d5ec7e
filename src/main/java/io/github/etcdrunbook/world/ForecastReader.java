package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.List;
import java.util.Optional;

/** The readers of a forecast, for one standpoint. Follows effects that are applied later. */
record ForecastReader(ForecastState state, Standpoint standpoint) implements Reader {
  @Override
  public List<HostName> hosts() {
    return state.base.hosts();
  }

  @Override
  public List<HostName> etcdHosts() {
    return state.base.etcdHosts();
  }

  @Override
  public Sight<HostReader> host(HostName host) {
    state.darkness(host).ifPresent(by -> unknown("the state of " + host, by));
    return switch (state.base.host(host)) {
      case Sight.Seen<HostReader> seen ->
          new Sight.Seen<>(new HostForecast(state, seen.value(), new EtcdForecast(state)));
      case Sight.Unseen<HostReader> unseen -> unseen;
    };
  }

  @Override
  public EtcdReader etcd() {
    return new EtcdForecastReader(state, new EtcdForecast(state));
  }

  @Override
  public OperatorReader operator() {
    state.darkness().ifPresent(by -> unknown("the state of this machine", by));
    return new OperatorForecast(state);
  }

  @Override
  public Optional<EffectResult> result(EffectRef effect) {
    if (state.executed.contains(effect)) {
      unknown("what it puts out", effect);
    }
    return Optional.empty();
  }

  private static void unknown(String fact, EffectRef by) {
    throw new NotYetKnown(fact, by);
  }
}
