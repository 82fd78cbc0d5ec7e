package io.github.etcdrunbook.actions.health;

import static io.github.etcdrunbook.actions.health.Symptom.problem;
import static io.github.etcdrunbook.actions.health.Symptom.warning;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known to be wrong with releases of etcd, from its changelogs. Pure. */
final class KnownVersions {
  private static final Pattern FORM = Pattern.compile("3\\.([0-9]+)\\.([0-9]+).*");

  private KnownVersions() {}

  /** The worst that is known of a version. */
  static Optional<Symptom> about(String version) {
    Matcher matcher = FORM.matcher(version);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int patch = Integer.parseInt(matcher.group(2));
    return switch (matcher.group(1)) {
      case "4" ->
          Optional.of(
              warning(
                  (patch < 38
                          ? "etcd %s is of a line without support, and a member that catches up may"
                              + " be damaged by a defragmentation (etcd#20650)"
                          : "etcd %s is of a line without support")
                      .formatted(version)));
      case "5" -> line5(version, patch);
      case "6" ->
          patch < 5
              ? Optional.of(
                  warning(
                      ("etcd %s: a member that catches up may be damaged by a defragmentation"
                              + " (etcd#20650); 3.6.5 mends it")
                          .formatted(version)))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Symptom> line5(String version, int patch) {
    if (patch <= 2) {
      return Optional.of(
          problem("etcd %s loses consistency in a crash (etcd#13766): upgrade".formatted(version)));
    }
    if (patch <= 5) {
      return Optional.of(
          problem(
              "etcd %s loses consistency in a crash while it defragments (etcd#14685): upgrade"
                  .formatted(version)));
    }
    if (patch < 14) {
      return Optional.of(
          warning("etcd %s: the leader's revision may go back after a crash".formatted(version)));
    }
    if (patch < 26) {
      return Optional.of(
          warning(
              ("etcd %s: upgrade to 3.5.26 or newer before 3.6, or removed members come back"
                      + " (etcd#20967)")
                  .formatted(version)));
    }
    return Optional.empty();
  }
}
