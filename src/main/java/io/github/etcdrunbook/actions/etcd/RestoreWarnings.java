package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.actions.etcd.RestoreCheck.Arguments;
import io.github.etcdrunbook.actions.etcd.RestoreCheck.Observation;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Certificate;
import io.github.etcdrunbook.world.Clocks;
import io.github.etcdrunbook.world.SnapshotFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an operator should know before a restore that is not refused. Pure. */
final class RestoreWarnings {
  private static final Duration SOON = Duration.ofHours(24);

  private RestoreWarnings() {}

  static List<String> of(
      Arguments arguments, Observation seen, SnapshotFacts facts, boolean bumps) {
    List<String> warnings = new ArrayList<>();
    int members = RestoreCheck.members(arguments, seen).size();
    if (!arguments.fenced().isEmpty()) {
      warnings.add(
          "the new cluster has %d member(s) and tolerates the loss of %d"
              .formatted(members, (members - 1) / 2));
    }
    if (!bumps) {
      warnings.add(
          "the restore tool knows no --bump-revision: revisions go back, so restart every client:"
              + " all kubelets, controllers and operators");
    }
    if (facts.contents().auth()) {
      warnings.add("the snapshot has etcd authentication enabled");
    }
    if (facts.contents().registryKeys() == 0) {
      warnings.add("the snapshot holds no keys below /registry/");
    }
    if (facts.contents().uid().isEmpty() || seen.live().uid().isEmpty()) {
      warnings.add("same cluster is concluded from peer URLs alone, not from the kube-system uid");
    }
    version(seen).ifPresent(warnings::add);
    warnings.addAll(certificates(arguments, seen));
    warnings.addAll(Clocks.apart(clocks(RestoreCheck.members(arguments, seen))));
    return warnings;
  }

  /** What the hosts say that it is now. */
  static Map<HostName, Instant> clocks(List<RestoreSite> sites) {
    Map<HostName, Instant> clocks = new LinkedHashMap<>();
    for (RestoreSite site : sites) {
      site.trust().clock().known().ifPresent(now -> clocks.put(site.host(), now));
    }
    return clocks;
  }

  private static Optional<String> version(Observation seen) {
    return seen.live()
        .version()
        .filter(version -> EtcdVersion.minor(version).equals("3.5"))
        .filter(version -> EtcdVersion.patch(version).orElse(99) < 3)
        .map(
            version ->
                "etcd " + version + " loses data in a crash (etcd issue 13766): update to 3.5.3+");
  }

  private static List<String> certificates(Arguments arguments, Observation seen) {
    List<String> warnings = new ArrayList<>();
    for (RestoreSite site : RestoreCheck.members(arguments, seen)) {
      Instant now = site.trust().clock().known().orElse(Instant.EPOCH);
      for (Certificate one : site.trust().certificates()) {
        if (one.notAfter().isBefore(now.plus(SOON))) {
          warnings.add(one.path() + " on " + site.host() + " expires at " + one.notAfter());
        }
      }
    }
    return warnings;
  }
}
