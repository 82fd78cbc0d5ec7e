package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.cli.DoctorFinding.Verdict;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Certificate;
import io.github.etcdrunbook.world.EffectText;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.EtcdUrl;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.LostSight;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Owner;
import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that a run would need of one host, looked at through a reader: it changes nothing. The
 * checks of etcd are left out on a host that is none of etcd's.
 */
final class HostCheckup {
  private static final Duration CLOCK_MAX = Duration.ofSeconds(1);
  private static final Duration CLOCK_BAD = Duration.ofSeconds(30);
  private static final Duration CERTIFICATE_SOON = Duration.ofDays(30);
  private static final Duration CERTIFICATE_NOW = Duration.ofDays(7);
  private static final long NOTES_BYTES = 1L << 20;
  private static final int OTHERS_WRITE = 022;

  private final Reader reader;
  private final HostName name;
  private final List<DoctorFinding> findings = new ArrayList<>();

  private HostCheckup(Reader reader, HostName name) {
    this.reader = reader;
    this.name = name;
  }

  static List<DoctorFinding> of(Reader reader, HostName name) {
    HostCheckup checkup = new HostCheckup(reader, name);
    Sight<HostReader> sight = reader.host(name);
    try {
      sight.seen().ifPresent(checkup::look);
    } catch (LostSight lost) {
      checkup.unreachable(lost.failure());
    }
    sight.unseen().ifPresent(checkup::unreachable);
    return List.copyOf(checkup.findings);
  }

  private void unreachable(Failure failure) {
    add("ssh", Verdict.UNREACHABLE, failure.what(), failure.hint());
  }

  private void ok(String check, String what) {
    add(check, Verdict.OK, what, "");
  }

  private void add(String check, Verdict verdict, String what, String hint) {
    findings.add(new DoctorFinding(name.text(), check, verdict, what, hint));
  }

  private void look(HostReader host) {
    host.bootId();
    ok("ssh", "logged in, root, all shell tools are there");
    clock(host);
    notes(host);
    if (reader.etcdHosts().contains(name)) {
      host.etcd().ifPresentOrElse(layout -> etcd(host, layout), this::noEtcd);
    }
  }

  private void clock(HostReader host) {
    Duration ahead = host.clockAhead().known().orElse(Duration.ZERO);
    String what = EffectText.of(ahead.abs()) + (ahead.isNegative() ? " behind" : " ahead");
    if (ahead.abs().compareTo(CLOCK_MAX) <= 0) {
      ok("clock", "as on this machine");
    } else {
      add(
          "clock",
          ahead.abs().compareTo(CLOCK_BAD) > 0 ? Verdict.PROBLEM : Verdict.WARNING,
          what + " of this machine",
          "let chrony or timesyncd set both clocks; certificates and leases depend on them");
    }
  }

  /** Where the run keeps its notes: in memory and, over a reboot, on the disk. */
  private void notes(HostReader host) {
    for (String folder : List.of("/run/etcd-runbook", "/var/lib/etcd-runbook")) {
      switch (host.path(folder)) {
        case PathState.Directory directory when isSafe(directory.owner()) -> {}
        case PathState.Absent ignored -> {}
        case PathState.Directory directory -> {
          add(
              "own folders",
              Verdict.PROBLEM,
              folder + " is " + directory.owner() + ": others may write what a run believes",
              "look who made it; then: chown root:root " + folder + "; chmod 0700 " + folder);
          return;
        }
        case PathState.RegularFile ignored -> notAFolder(folder);
        case PathState.Other ignored -> notAFolder(folder);
      }
    }
    long free = host.freeBytes("/run").known().orElse(Long.MAX_VALUE);
    if (free < NOTES_BYTES) {
      add("own folders", Verdict.PROBLEM, "/run has %,d bytes free".formatted(free), "free some");
    } else if (findings.stream().noneMatch(one -> one.check().equals("own folders"))) {
      ok("own folders", "/run and /var/lib take a run's notes");
    }
  }

  private void notAFolder(String folder) {
    add("own folders", Verdict.PROBLEM, folder + " is no directory", "move it away");
  }

  private static boolean isSafe(Owner owner) {
    return owner.uid() == 0 && (owner.mode() & OTHERS_WRITE) == 0;
  }

  private void noEtcd() {
    add(
        "etcd",
        Verdict.WARNING,
        "neither a manifest nor a unit of etcd is there",
        "right for a host that is to join; else correct `etcd: {profile, unit}` in the inventory");
  }

  private void etcd(HostReader host, EtcdLayout layout) {
    String version = layout.settings().version().map(text -> " " + text).orElse("");
    ok("etcd", "member " + layout.member() + version + ", " + profile(layout));
    if (host.configuration().isEmpty()) {
      add(
          "settings",
          Verdict.WARNING,
          "the settings of etcd are in no file that can be changed",
          "raise-quota and add-member need a manifest, or an environment file of the unit");
    } else {
      ok("settings", host.configuration().get().file());
    }
    data(host, layout.directories());
    process(host);
    member(host, layout.directories());
    peers(host);
    certificates(host);
    host.restoreTool()
        .ifPresentOrElse(
            tool -> ok("restore tool", String.join(" ", tool.command()) + " " + tool.version()),
            () ->
                add(
                    "restore tool",
                    Verdict.WARNING,
                    "no etcdutl or etcdctl that restores was found",
                    "put etcdutl of the cluster's own version on the PATH of root"));
  }

  private static String profile(EtcdLayout layout) {
    return switch (layout.settings().profile()) {
      case KUBEADM -> "a static pod";
      case SYSTEMD -> "a unit of systemd";
    };
  }

  private void data(HostReader host, EtcdLayout.Directories where) {
    String data = where.data();
    switch (host.path(data)) {
      case PathState.Directory directory when directory.mountPoint() ->
          add(
              "data",
              Verdict.WARNING,
              data + " is a mount point",
              "restores and joins rename it, and are refused: mount its parent instead");
      case PathState.Directory directory when (directory.owner().mode() & 077) != 0 ->
          add(
              "data",
              Verdict.WARNING,
              data + " is " + directory.owner(),
              "others of the host may look into it: chmod 0700 " + data);
      case PathState.Directory directory -> ok("data", data + " is " + directory.owner());
      case PathState.Absent ignored ->
          add("data", Verdict.WARNING, data + " is not there", "right for a host that is to join");
      case PathState.RegularFile ignored -> noData(data);
      case PathState.Other ignored -> noData(data);
    }
    where
        .wal()
        .ifPresent(
            wal ->
                add(
                    "data",
                    Verdict.WARNING,
                    "the WAL lies apart in " + wal,
                    "restores and joins are refused there; do them by hand"));
  }

  private void noData(String data) {
    add("data", Verdict.PROBLEM, data + " is no directory of its own", "name the real path");
  }

  private void process(HostReader host) {
    if (host.unit(Unit.ETCD).running().isEmpty()) {
      add(
          "process",
          Verdict.PROBLEM,
          "etcd does not run",
          "see its log there; a rolling playbook needs every member");
    } else {
      ok("process", "runs");
    }
  }

  private void member(HostReader host, EtcdLayout.Directories where) {
    Sight<MemberStatus> status = reader.etcd().status(name);
    status
        .unseen()
        .ifPresent(
            why ->
                add(
                    "client port",
                    Verdict.PROBLEM,
                    "etcd does not answer through the forward: " + why.what(),
                    why.hint()));
    status.seen().ifPresent(this::answers);
    long size =
        status
            .seen()
            .flatMap(seen -> seen.progress().known())
            .map(MemberStatus.Progress::size)
            .orElse(0L);
    long free = host.freeBytes(where.data()).known().orElse(0L);
    String what = "%,d bytes free beside a database of %,d".formatted(free, size);
    if (free < size / 5 * 6) {
      add(
          "disk",
          Verdict.PROBLEM,
          what,
          "a restore, a join and a defragmentation need as much again: free space on it");
    } else {
      ok("disk", what);
    }
  }

  private void answers(MemberStatus status) {
    String who = "member " + status.member() + " of cluster " + status.cluster();
    if (reader.etcd().linearizable(name)) {
      ok("client port", who + " answers");
    } else {
      add(
          "client port",
          Verdict.WARNING,
          who + " answers and has no quorum",
          "run `health`; without quorum only restores and force-new-cluster are possible");
    }
  }

  private void peers(HostReader host) {
    List<String> silent = new ArrayList<>();
    for (HostName other : reader.etcdHosts()) {
      if (!other.equals(name)) {
        peerUrls(other)
            .filter(url -> !host.reaches(url.host(), url.port()))
            .forEach(url -> silent.add(other + " (" + url.host() + ":" + url.port() + ")"));
      }
    }
    if (silent.isEmpty()) {
      ok("peers", "every other member that can be asked is reached");
    } else {
      add(
          "peers",
          Verdict.PROBLEM,
          "does not reach " + String.join(", ", silent),
          "start etcd there, or open the port between the hosts");
    }
  }

  /** Of another host; what cannot be asked of it is told where that host is looked at. */
  private Stream<EtcdUrl> peerUrls(HostName other) {
    try {
      return reader.host(other).seen().flatMap(HostReader::etcd).stream()
          .flatMap(layout -> layout.peerUrls().stream())
          .map(EtcdUrl::of);
    } catch (LostSight silent) {
      return Stream.empty();
    }
  }

  private void certificates(HostReader host) {
    Instant now = host.clock().known().orElse(Instant.EPOCH);
    Optional<Certificate> first =
        host.certificates().stream().min(Comparator.comparing(Certificate::notAfter));
    if (first.isEmpty()) {
      add("certificates", Verdict.WARNING, "none was found", "etcd without TLS is open to all");
      return;
    }
    Duration left = Duration.between(now, first.get().notAfter());
    String what =
        first.get().path()
            + (left.isNegative() ? " has expired" : " ends in " + left.toDays() + " days");
    if (left.compareTo(CERTIFICATE_SOON) > 0) {
      ok("certificates", "the first of them, " + what);
    } else {
      add(
          "certificates",
          left.compareTo(CERTIFICATE_NOW) > 0 ? Verdict.WARNING : Verdict.PROBLEM,
          what,
          "renew it: `kubeadm certs renew`, or as it was made");
    }
  }
}
