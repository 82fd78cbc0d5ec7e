package io.github.etcdrunbook.cli.world;

import io.github.etcdrunbook.ssh.host.HostCopy;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EtcdWriter;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.Settled;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells one host what is about to be asked of etcd, before it is asked: such a call leaves no trace
 * on any host. When no host can be told the call is made all the same, unless the run has lost its
 * lock. What happens to files of this machine changes nothing there and needs no word.
 */
record TellingEtcdWriter(EtcdWriter etcd, Function<Effect, List<HostCopy>> hosts)
    implements EtcdWriter {
  @Override
  public Performed perform(Effect effect, EffectKey key, Duration limit, Progress progress) {
    boolean here = effect instanceof Effect.SaveSnapshot || effect instanceof Effect.RemoveSnapshot;
    if (!here) {
      for (HostCopy host : hosts.apply(effect)) {
        Optional<Failure> failure = host.tell();
        if (failure.isEmpty()) {
          break;
        }
        if (failure.get() instanceof Failure.Unsuitable) {
          return new Performed.NotDone(failure.get());
        }
      }
    }
    return etcd.perform(effect, key, limit, progress);
  }

  @Override
  public Settled settle(Effect effect, EffectKey key) {
    return etcd.settle(effect, key);
  }
}
