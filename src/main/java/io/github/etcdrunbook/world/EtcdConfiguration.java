package io.github.etcdrunbook.world;

import java.util.Objects;

/**
 * The file from which a start of etcd takes its settings: the manifest of a static pod, or the
 * environment file of a unit. It names keys and holds none. Immutable.
 *
 * @param file the path where it belongs, also while it is parked elsewhere
 * @param text what it says
 * @param owner owner and mode
 */
public record EtcdConfiguration(String file, String text, Owner owner) {
  /** Rejects null. */
  public EtcdConfiguration {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(owner, "owner");
  }
}
