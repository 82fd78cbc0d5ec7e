package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.actions.etcd.RestoreCheck.Arguments;
import io.github.etcdrunbook.actions.etcd.RestoreCheck.Observation;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Certificate;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.SnapshotFacts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands against a restore on the hosts, each for itself. Pure. */
final class SiteProblems {
  private static final long RESERVE = 128L << 20;

  private SiteProblems() {}

  static List<RestoreProblem> of(Arguments arguments, Observation seen, SnapshotFacts facts) {
    List<RestoreProblem> problems = new ArrayList<>();
    for (RestoreSite site : seen.sites()) {
      if (arguments.fenced().contains(site.host())) {
        fenced(site).ifPresent(problems::add);
      } else {
        problems.addAll(of(site, facts));
      }
    }
    for (HostName host : arguments.fenced()) {
      boolean etcd = seen.sites().stream().anyMatch(site -> site.host().equals(host));
      if (!etcd && !seen.apiServers().isSilent(host)) {
        problems.add(
            new RestoreProblem(
                host + " is named as fenced, and is neither an etcd host nor one that is off",
                "correct the input `fenced`"));
      }
    }
    return problems;
  }

  private static Optional<RestoreProblem> fenced(RestoreSite site) {
    boolean alive = site.etcdUnit().running().isPresent() || site.etcdUnit().startable();
    return site.unreachable().isEmpty() && alive
        ? Optional.of(
            new RestoreProblem(
                site.host() + " is named as fenced, but its etcd runs or can be started",
                "stop etcd on " + site.host() + " for good, or take it out of `fenced`"))
        : Optional.empty();
  }

  private static List<RestoreProblem> of(RestoreSite site, SnapshotFacts facts) {
    if (site.unreachable().isPresent()) {
      return List.of(
          new RestoreProblem(
              site.host() + " does not answer: " + site.unreachable().get().what(),
              site.unreachable().get().hint()));
    }
    if (site.layout().isEmpty()) {
      return List.of(
          new RestoreProblem(
              site.host() + " has no etcd manifest or unit that can be read",
              "check the profile in the inventory; on a new kubeadm host write the manifest with"
                  + " `kubeadm init phase etcd local`: the restore replaces the data it starts"
                  + " with"));
    }
    List<RestoreProblem> problems = new ArrayList<>();
    EtcdLayout layout = site.layout().get();
    names(site, layout).ifPresent(problems::add);
    directory(site, layout).ifPresent(problems::add);
    tool(site, layout).ifPresent(problems::add);
    space(site, layout, facts).ifPresent(problems::add);
    problems.addAll(certificates(site));
    return problems;
  }

  private static Optional<RestoreProblem> names(RestoreSite site, EtcdLayout layout) {
    boolean kubeadm = layout.settings().profile() == EtcdLayout.Profile.KUBEADM;
    if (kubeadm && !layout.member().equals(site.host().text())) {
      return Optional.of(
          new RestoreProblem(
              "the inventory calls the host "
                  + site.host()
                  + ", but its manifest names the member "
                  + layout.member(),
              "correct names and addresses in the inventory"));
    }
    return layout.peerUrls().isEmpty()
        ? Optional.of(
            new RestoreProblem(
                site.host() + "'s etcd has no --initial-advertise-peer-urls",
                "add the flag to its manifest or environment"))
        : Optional.empty();
  }

  private static Optional<RestoreProblem> directory(RestoreSite site, EtcdLayout layout) {
    String path = layout.directories().data();
    if (layout.directories().wal().isPresent()) {
      return Optional.of(
          new RestoreProblem(
              site.host() + " keeps its WAL apart in " + layout.directories().wal().get(),
              "this playbook swaps one directory; restore this cluster by hand, or move the WAL"
                  + " into the data directory first"));
    }
    return switch (site.disk().data()) {
      case PathState.Absent absent -> Optional.empty();
      case PathState.Directory directory when !directory.mountPoint() -> Optional.empty();
      case PathState.Directory directory ->
          Optional.of(
              new RestoreProblem(
                  path + " on " + site.host() + " is a mount point, so it cannot be renamed",
                  "mount the file system on its parent, or restore this host by hand"));
      case PathState.RegularFile file -> notADirectory(site, path, "a file");
      case PathState.Other other -> notADirectory(site, path, other.what());
    };
  }

  private static Optional<RestoreProblem> notADirectory(
      RestoreSite site, String path, String what) {
    return Optional.of(
        new RestoreProblem(
            path + " on " + site.host() + " is " + what + ", not a directory",
            "give etcd a real directory, by its --data-dir"));
  }

  private static Optional<RestoreProblem> tool(RestoreSite site, EtcdLayout layout) {
    if (site.tool().isEmpty()) {
      return Optional.of(
          new RestoreProblem(
              site.host() + " has no program that restores a snapshot",
              "install etcdutl of the server's minor version on the host (etcdctl for 3.4)"));
    }
    String tool = EtcdVersion.minor(site.tool().get().version());
    Optional<String> server = layout.settings().version().map(EtcdVersion::minor);
    return server.isPresent() && !server.get().equals(tool)
        ? Optional.of(
            new RestoreProblem(
                site.host() + " runs etcd " + server.get() + ", but its restore tool is " + tool,
                "use the restore tool of the server's own minor version"))
        : Optional.empty();
  }

  private static Optional<RestoreProblem> space(
      RestoreSite site, EtcdLayout layout, SnapshotFacts facts) {
    int copies = RestoreDesign.defragment(facts, layout) ? 3 : 2;
    long needed = copies * facts.size() + RESERVE;
    if (facts.size() >= layout.settings().quotaBytes()) {
      return Optional.of(
          new RestoreProblem(
              "the snapshot is larger than the quota of " + site.host(),
              "raise --quota-backend-bytes on every member first"));
    }
    long free = site.disk().freeBytes().known().orElse(0L);
    return free < needed
        ? Optional.of(
            new RestoreProblem(
                "%s has %,d MiB free beside its data directory, needed are %,d MiB"
                    .formatted(site.host(), free >> 20, needed >> 20),
                "free space on that file system"))
        : Optional.empty();
  }

  private static List<RestoreProblem> certificates(RestoreSite site) {
    Instant now = site.trust().clock().known().orElse(Instant.EPOCH);
    List<RestoreProblem> problems = new ArrayList<>();
    for (Certificate one : site.trust().certificates()) {
      if (now.isAfter(one.notAfter())) {
        problems.add(
            new RestoreProblem(
                one.path() + " on " + site.host() + " has expired at " + one.notAfter(),
                "renew it first: kubeadm certs renew; an expired certificate alone needs no"
                    + " restore. The host's clock says "
                    + now.truncatedTo(ChronoUnit.SECONDS)));
      } else if (now.isBefore(one.notBefore())) {
        problems.add(
            new RestoreProblem(
                one.path() + " on " + site.host() + " is not valid before " + one.notBefore(),
                "check the host's clock: it says " + now.truncatedTo(ChronoUnit.SECONDS)));
      }
    }
    return problems;
  }
}
