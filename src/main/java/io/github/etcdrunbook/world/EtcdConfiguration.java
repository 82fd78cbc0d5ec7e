package io.github.etcdrunbook.world;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The file from which a start of etcd takes its settings: the manifest of a static pod, or the
 * environment file of a unit. It names keys and holds none. Immutable.
 *
 * @param file the path where it belongs, also while it is parked elsewhere
 * @param text what it says
 * @param owner owner and mode
 */
public record EtcdConfiguration(String file, String text, Owner owner) {
  private static final Pattern FORCES =
      Pattern.compile(
          "(?:-force-new-cluster|ETCD_FORCE_NEW_CLUSTER)(?![\\w-])"
              + "(?!=[\"']?(?:0|f|F|false|FALSE|False)\\b)");

  /** Rejects null. */
  public EtcdConfiguration {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(owner, "owner");
  }

  /**
   * Whether a start makes a cluster of this member alone, whatever it is a member of: the flag is
   * there, and not with a value that says no.
   */
  public boolean forcesNewCluster() {
    return text.lines()
        .filter(line -> !line.strip().startsWith("#"))
        .anyMatch(line -> FORCES.matcher(line).find());
  }
}
