package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.world.Certificate;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.EtcdUrl;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.PathState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands against a new member on its own host. Pure. */
final class AddSiteObjections {
  private static final long RESERVE = 256L << 20;

  private AddSiteObjections() {}

  static List<Objection> of(AddCheck.Observation seen, EtcdLayout layout) {
    Optional<Failure> dead = seen.census().seat(seen.host()).flatMap(Seat::unreachable);
    if (seen.site().isEmpty() || dead.isPresent()) {
      return List.of(
          new Objection(
              seen.host() + " does not answer" + dead.map(why -> ": " + why.what()).orElse(""),
              dead.map(Failure::hint).orElse("bring it back first")));
    }
    List<Objection> objections = new ArrayList<>();
    name(seen, layout).ifPresent(objections::add);
    etcd(seen, layout).ifPresent(objections::add);
    data(seen, layout).ifPresent(objections::add);
    space(seen, layout).ifPresent(objections::add);
    objections.addAll(certificates(seen, layout));
    version(seen).ifPresent(objections::add);
    objections.addAll(routes(seen, layout));
    return objections;
  }

  private static Optional<Objection> name(AddCheck.Observation seen, EtcdLayout layout) {
    List<Member> members = seen.census().roll().map(Census.Roll::members).orElse(List.of());
    return members.stream()
        .filter(
            one ->
                one.name().equals(layout.member())
                    || one.peerUrls().stream().anyMatch(layout.peerUrls()::contains))
        .findFirst()
        .map(
            one ->
                new Objection(
                    "member %s %s is listed already".formatted(one.name(), one.peerUrls()),
                    "if it is dead, remove it first: remove-member"));
  }

  private static Optional<Objection> etcd(AddCheck.Observation seen, EtcdLayout layout) {
    Seat seat = seen.census().seat(seen.host()).orElseThrow();
    boolean pod = layout.settings().profile() == EtcdLayout.Profile.KUBEADM;
    boolean busy = seat.unit().running().isPresent() || (pod && seat.unit().startable());
    if (!pod && !seat.unit().defined()) {
      return Optional.of(
          new Objection(
              seen.host() + " has no unit of etcd",
              "install etcd of the cluster's version with the same unit, and leave it stopped"));
    }
    return busy
        ? Optional.of(
            new Objection(
                "etcd of " + seen.host() + " runs or may start",
                "stop it, and put manifest and data aside"))
        : Optional.empty();
  }

  private static Optional<Objection> data(AddCheck.Observation seen, EtcdLayout layout) {
    String path = layout.directories().data();
    if (layout.directories().wal().isPresent()) {
      return Optional.of(
          new Objection(
              "the members keep their WAL apart in " + layout.directories().wal().get(),
              "add this member by hand"));
    }
    return switch (seen.site().orElseThrow().data()) {
      case PathState.Absent ignored -> Optional.empty();
      case PathState.Directory directory when directory.empty() && !directory.mountPoint() ->
          Optional.empty();
      case PathState.Directory ignored ->
          Optional.of(
              new Objection(
                  path + " on " + seen.host() + " is not empty, or is a mount point",
                  "put the old data aside: with it etcd would be another cluster's member"));
      case PathState.RegularFile ignored ->
          Optional.of(new Objection(path + " on " + seen.host() + " is a file", "move it away"));
      case PathState.Other other ->
          Optional.of(
              new Objection(
                  path + " on " + seen.host() + " is " + other.what(), "give it a real directory"));
    };
  }

  private static Optional<Objection> space(AddCheck.Observation seen, EtcdLayout layout) {
    long needed = 2 * seen.databaseBytes().known().orElse(0L) + RESERVE;
    long free = seen.site().orElseThrow().freeBytes().known().orElse(0L);
    return free < needed
        ? Optional.of(
            new Objection(
                "%s has %,d MiB free for %s, needed are %,d MiB"
                    .formatted(seen.host(), free >> 20, layout.directories().data(), needed >> 20),
                "free space on that file system"))
        : Optional.empty();
  }

  /** Each must be valid, of an authority that the members have; those for peers name the host. */
  private static List<Objection> certificates(AddCheck.Observation seen, EtcdLayout layout) {
    AddCheck.Site site = seen.site().orElseThrow();
    Instant now = site.clock().known().orElse(Instant.EPOCH);
    List<Objection> objections = new ArrayList<>();
    boolean named = false;
    for (Certificate one : site.certificates()) {
      if (now.isBefore(one.notBefore()) || now.isAfter(one.notAfter())) {
        objections.add(
            new Objection(
                one.path() + " on " + seen.host() + " is not valid now",
                "renew it; check the clock"));
      }
      if (!site.issuers().isEmpty() && !site.issuers().contains(one.issuer())) {
        objections.add(
            new Objection(
                "%s on %s is of %s, which no member knows"
                    .formatted(one.path(), seen.host(), one.issuer()),
                "make its certificates with the cluster's own authority"));
      }
      named = named || one.names().containsAll(addresses(layout));
    }
    boolean tls = layout.peerUrls().stream().anyMatch(url -> url.startsWith("https"));
    if (tls && !named) {
      objections.add(
          new Objection(
              "%s has no certificate for %s".formatted(seen.host(), addresses(layout)),
              "make them on the host, so that no key travels: kubeadm join phase"
                  + " control-plane-prepare certs, or kubeadm init phase certs etcd-peer and"
                  + " etcd-server"));
    }
    return objections;
  }

  private static List<String> addresses(EtcdLayout layout) {
    return layout.peerUrls().stream().map(url -> EtcdUrl.of(url).host()).toList();
  }

  private static Optional<Objection> version(AddCheck.Observation seen) {
    Optional<String> own =
        seen.own().flatMap(found -> found.layout().settings().version()).map(EtcdVersion::minor);
    Optional<String> theirs =
        seen.model().flatMap(found -> found.layout().settings().version()).map(EtcdVersion::minor);
    return own.isPresent() && theirs.isPresent() && !own.equals(theirs)
        ? Optional.of(
            new Objection(
                "%s has etcd %s, the members have %s"
                    .formatted(seen.host(), own.get(), theirs.get()),
                "install the members' version"))
        : Optional.empty();
  }

  private static List<Objection> routes(AddCheck.Observation seen, EtcdLayout layout) {
    List<Objection> objections = new ArrayList<>();
    for (String url : seen.routes().unreached()) {
      objections.add(
          new Objection(
              seen.host() + " does not reach " + url, "open the peer port between all members"));
    }
    if (!seen.routes().deaf().isEmpty()) {
      objections.add(
          new Objection(
              "%s does not hear %s at all"
                  .formatted(seen.routes().deaf().getFirst(), layout.peerUrls()),
              "open the peer port between all members"));
    }
    return objections;
  }
}
