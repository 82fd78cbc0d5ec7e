package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.List;

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
    return new OperatorForecast(state);
  }
}
