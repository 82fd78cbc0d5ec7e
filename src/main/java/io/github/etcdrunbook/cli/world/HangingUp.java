package io.github.etcdrunbook.cli.world;

import io.github.etcdrunbook.etcd.EtcdAdapter;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.HostWriter;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.Settled;
import io.github.etcdrunbook.world.Unit;
import java.time.Duration;

/**
 * Changes a host, and ends our own connection to its etcd before that is stopped: etcd waits a
 * second for each connection that stays open (the grace of Go's HTTP/2 server after its GOAWAY).
 */
record HangingUp(HostWriter host, EtcdAdapter etcd) implements HostWriter {
  @Override
  public HostName name() {
    return host.name();
  }

  @Override
  public Performed perform(Effect.OnHost effect, EffectKey key, Duration limit, Progress progress) {
    if (effect instanceof Effect.Control control
        && control.unit() == Unit.ETCD
        && control.verb() != Effect.Control.Verb.START) {
      etcd.hangUp(name());
    }
    return host.perform(effect, key, limit, progress);
  }

  @Override
  public void breakOff(EffectKey key) {
    host.breakOff(key);
  }

  @Override
  public Settled settle(Effect.OnHost effect, EffectKey key) {
    return host.settle(effect, key);
  }
}
