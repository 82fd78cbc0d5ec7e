package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.world.EtcdConfiguration;
import io.github.etcdrunbook.world.EtcdLayout;
import java.util.Optional;

/** Writes a quota into the settings of etcd, and leaves every other line as it is. Pure. */
final class QuotaText {
  private QuotaText() {}

  /** The settings with this quota; empty when there is no place for it. */
  static Optional<EtcdConfiguration> with(
      EtcdConfiguration before, EtcdLayout.Profile profile, long bytes) {
    return new FlagText("quota-backend-bytes", String.valueOf(bytes)).in(before, profile);
  }

  /** The layout with this quota. */
  static EtcdLayout with(EtcdLayout before, long bytes) {
    EtcdLayout.Settings settings = before.settings();
    return new EtcdLayout(
        before.member(),
        before.directories(),
        before.peerUrls(),
        before.clientUrls(),
        before.localClientUrl(),
        before.metricsUrl(),
        new EtcdLayout.Settings(
            settings.profile(), settings.version(), bytes, settings.initialCorruptCheck()));
  }
}
