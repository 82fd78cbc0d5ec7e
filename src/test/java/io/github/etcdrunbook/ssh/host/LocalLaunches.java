package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Starts commands on this machine, each key once, and remembers how they ended. */
final class LocalLaunches implements Launches {
  private final LocalShell shell = new LocalShell();
  private final Map<EffectKey, Launched> records = new HashMap<>();

  @Override
  public Launched start(EffectKey key, Order order, Duration limit) {
    return records.computeIfAbsent(
        key, unused -> new Launched.Ended(shell.run(order.command(), limit)));
  }

  @Override
  public Launched settle(EffectKey key, Duration limit) {
    return records.computeIfAbsent(key, unused -> new Launched.Never());
  }

  /** As after a reboot. */
  void forget() {
    records.clear();
  }

  @Override
  public Launched end(EffectKey key) {
    return settle(key, Duration.ZERO);
  }

  @Override
  public Launched put(EffectKey key, Parcel parcel, Duration limit, Progress progress) {
    try {
      Files.copy(parcel.source(), java.nio.file.Path.of(parcel.target()));
      return new Launched.Ended(new Heard(0, "", ""));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
