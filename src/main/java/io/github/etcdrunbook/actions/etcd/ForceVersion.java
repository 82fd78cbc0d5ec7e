package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.EtcdLayout;
import java.util.Optional;

/**
 * Which versions of etcd drop all other members by {@code --force-new-cluster}. Older ones keep
 * members (etcd before 3.5.22 and 3.6.1) or learners (etcd-io/etcd#20896). Pure.
 */
final class ForceVersion {
  private static final int FIRST_MINOR = 5;
  private static final int PATCH_OF_35 = 25;
  private static final int PATCH_OF_36 = 6;
  private static final String HINT =
      "take the route over the snapshot (route=snapshot): it makes the list of members anew";

  private ForceVersion() {}

  static Optional<Objection> objection(HostName host, EtcdLayout layout) {
    Optional<String> version = layout.settings().version();
    if (version.isEmpty()) {
      return Optional.of(new Objection("the version of etcd of " + host + " cannot be told", HINT));
    }
    return isSound(version.get())
        ? Optional.empty()
        : Optional.of(
            new Objection(
                "etcd %s of %s may keep members that --force-new-cluster should drop; 3.5.25 and"
                        .formatted(version.get(), host)
                    + " 3.6.6 are the first that do not",
                HINT));
  }

  private static boolean isSound(String version) {
    int minor = EtcdVersion.minorNumber(version).orElse(0);
    int patch = EtcdVersion.patch(version).orElse(0);
    return switch (minor - FIRST_MINOR) {
      case 0 -> patch >= PATCH_OF_35;
      case 1 -> patch >= PATCH_OF_36;
      default -> minor > FIRST_MINOR;
    };
  }
}
