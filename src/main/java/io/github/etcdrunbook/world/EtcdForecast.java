package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which members of etcd run in a forecast, with what data and with what quorum. Derived from hosts
 * (the data directory of a running process), never stored, so that stop, swap and restore need no
 * case of their own here.
 */
final class EtcdForecast {
  /** A running member: its host and what its data directory holds. */
  record Running(HostName host, DataContent content) {
    /** Whether it has no vote. */
    boolean learner() {
      return content.members().stream()
          .anyMatch(one -> one.id().equals(content.member()) && one.learner());
    }
  }

  private final ForecastState state;

  EtcdForecast(ForecastState state) {
    this.state = state;
  }

  /** The host as the forecast sees it, if it answers. */
  Optional<HostForecast> host(HostName name) {
    return state.base.host(name).seen().map(seen -> new HostForecast(state, seen, this));
  }

  Optional<EtcdLayout> layout(HostName name) {
    Optional<Optional<Effect.Configure.Setup>> made = state.overlay(name).setup;
    return made.isPresent()
        ? made.get().map(Effect.Configure.Setup::layout)
        : state.base.host(name).seen().flatMap(HostReader::etcd);
  }

  /** The member that runs on the host, if one runs whose data is known. */
  Optional<Running> running(HostName name) {
    state
        .etcdUnknownAfter()
        .ifPresent(
            command -> {
              throw new NotYetKnown("the state of etcd", command);
            });
    Optional<HostForecast> host = host(name);
    if (host.isEmpty()) {
      return served(name)
          .map(this::current)
          .filter(content -> !unlisted(content))
          .map(content -> new Running(name, content));
    }
    if (host.get().unit(Unit.ETCD).running().isEmpty()) {
      return Optional.empty();
    }
    return content(name).map(content -> new Running(name, content));
  }

  /** Whether the cluster of the host's data does not list its member any more. */
  boolean removed(HostName name) {
    return !state.membership.isEmpty() && content(name).map(EtcdForecast::unlisted).orElse(false);
  }

  private static boolean unlisted(DataContent content) {
    return content.members().stream().noneMatch(one -> one.id().equals(content.member()));
  }

  /** The content with the member list as effects made it. */
  private DataContent current(DataContent content) {
    List<Member> members = state.membership.get(content.cluster());
    return members == null
        ? content
        : new DataContent(content.cluster(), content.member(), members, content.keys());
  }

  /** Whether etcd of the host runs on data, known or not. */
  boolean live(HostName name) {
    return running(name).isPresent() || runsUnknown(name);
  }

  /** What the host's data directory holds, if that is known. */
  Optional<DataContent> content(HostName name) {
    return laid(name).map(this::current);
  }

  /** The same with the member list as it was before any effect. */
  Optional<DataContent> laid(HostName name) {
    Optional<EtcdLayout> layout = layout(name);
    if (layout.isEmpty()) {
      return Optional.empty();
    }
    String member = layout.get().directories().data() + "/member";
    return switch (state.overlay(name).files.at(member)) {
      case FileOverlay.Node.Observed observed ->
          observed.path().equals(member) ? inPlace(name) : Optional.empty();
      case FileOverlay.Node.Folder folder -> folder.content();
      case FileOverlay.Node.Nothing ignored -> Optional.empty();
      case FileOverlay.Node.File ignored -> Optional.empty();
      case FileOverlay.Node.Unknown unknown ->
          throw new NotYetKnown(name + ":" + member, unknown.by());
    };
  }

  /** What lies in a data directory that no effect touched. */
  private Optional<DataContent> inPlace(HostName name) {
    Optional<DataContent> served = served(name);
    return served.isPresent() || !hasData(name) ? served : assumed(name);
  }

  /**
   * A member that is down is taken for the one of its name in the list of those that run: its
   * process may be started again.
   */
  private Optional<DataContent> assumed(HostName name) {
    String member = layout(name).map(EtcdLayout::member).orElse("");
    for (HostName peer : state.base.etcdHosts()) {
      Optional<DataContent> seen = served(peer);
      Optional<Member> self =
          seen.stream()
              .flatMap(content -> content.members().stream())
              .filter(one -> one.name().equals(member))
              .findFirst();
      if (seen.isPresent() && self.isPresent()) {
        return Optional.of(
            new DataContent(
                seen.get().cluster(), self.get().id(), seen.get().members(), seen.get().keys()));
      }
    }
    return Optional.empty();
  }

  /** Whether the host has a member directory, whatever is in it. */
  boolean hasData(HostName name) {
    String member = layout(name).map(layout -> layout.directories().data() + "/member").orElse("");
    return !member.isEmpty() && host(name).map(host -> !host.path(member).isAbsent()).orElse(false);
  }

  /** Whether the host has a member directory, or a command may have made one. */
  boolean mayHaveData(HostName name) {
    try {
      return hasData(name);
    } catch (NotYetKnown unknown) {
      return true;
    }
  }

  /** Whether etcd of the host runs on data of which nothing can be told before the run. */
  boolean runsUnknown(HostName name) {
    return host(name).map(host -> host.unit(Unit.ETCD).running().isPresent()).orElse(false)
        && hasData(name)
        && content(name).isEmpty();
  }

  /** What the member that was seen running on the host serves. */
  private Optional<DataContent> served(HostName name) {
    Optional<MemberStatus> status = state.base.etcd().status(name).seen();
    Optional<List<Member>> members = state.base.etcd().members(name).seen();
    if (status.isEmpty() || members.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new DataContent(
            status.get().cluster(),
            status.get().member(),
            members.get(),
            new DataContent.Keys.Served(name)));
  }

  /** Whether an effect gave the host's member other data. */
  boolean dataTouched(HostName name) {
    Optional<EtcdLayout> layout = layout(name);
    if (layout.isEmpty()) {
      return false;
    }
    String member = layout.get().directories().data() + "/member";
    return !state.overlay(name).files.at(member).equals(new FileOverlay.Node.Observed(member));
  }

  /** The running members of a cluster that answer each other, ordered by id. */
  List<Running> connected(ClusterId cluster) {
    List<Running> found = new ArrayList<>();
    for (HostName name : state.base.etcdHosts()) {
      running(name)
          .filter(member -> member.content().cluster().equals(cluster))
          .filter(this::answers)
          .ifPresent(found::add);
    }
    found.sort(Comparator.comparing(member -> member.content().member()));
    return found;
  }

  /** Whether the member has a majority of its voters with it. */
  boolean quorum(Running member) {
    Set<MemberId> voters = member.content().voters();
    Set<MemberId> up = new HashSet<>();
    connected(member.content().cluster()).forEach(peer -> up.add(peer.content().member()));
    up.retainAll(voters);
    return up.size() * 2 > voters.size() && answers(member);
  }

  /** The leader that the member follows; without a majority it knows none. */
  Optional<MemberId> leader(Running member) {
    if (!quorum(member)) {
      return Optional.empty();
    }
    List<Running> peers = connected(member.content().cluster());
    List<MemberId> candidates =
        peers.stream()
            .map(peer -> peer.content().member())
            .filter(member.content().voters()::contains)
            .toList();
    Optional<MemberId> before =
        Optional.ofNullable(state.leaders.get(member.content().cluster()))
            .or(
                () ->
                    // One that is to join follows nobody yet.
                    peers.stream()
                        .flatMap(peer -> state.base.etcd().status(peer.host()).seen().stream())
                        .flatMap(status -> status.leader().stream())
                        .filter(candidates::contains)
                        .findFirst());
    return before.filter(candidates::contains).or(() -> candidates.stream().findFirst());
  }

  /**
   * A member that no effect touched counts as it was observed: in a cluster that served, only if it
   * had quorum itself; else if it answered at all.
   */
  private boolean answers(Running member) {
    HostName name = member.host();
    if (state.overlay(name).units.containsKey(Unit.ETCD) || dataTouched(name)) {
      return true;
    }
    EtcdReader base = state.base.etcd();
    boolean served =
        state.base.etcdHosts().stream()
            .filter(
                other ->
                    base.status(other)
                        .seen()
                        .map(MemberStatus::cluster)
                        .filter(member.content().cluster()::equals)
                        .isPresent())
            .anyMatch(base::linearizable);
    Optional<MemberStatus> status = base.status(name).seen();
    // A learner answers its peers, and no linearizable read.
    boolean voter = status.filter(MemberStatus::learner).isEmpty();
    return (served && voter) ? base.linearizable(name) : status.isPresent();
  }

  /** Whether a linearizable read at the member on the host is answered. */
  boolean linearizable(HostName name) {
    if (!state.derived()) {
      return state.base.etcd().linearizable(name);
    }
    checkKnown(name);
    return running(name).map(one -> quorum(one) && !one.learner()).orElse(false);
  }

  /** What a started member with unseen data will say cannot be told. */
  void checkKnown(HostName name) {
    if (running(name).isEmpty() && runsUnknown(name)) {
      throw new NotYetKnown("the state of etcd of " + name, state.votersTouchedBy().orElseThrow());
    }
  }

  /** Whether the etcd that the host's API server asks has quorum: its own, else any. */
  boolean servesApi(HostName name) {
    return layout(name).isPresent()
        ? linearizable(name)
        : state.base.etcdHosts().stream().anyMatch(this::linearizable);
  }

  /** The clusters that have quorum. */
  Set<ClusterId> serving() {
    Set<ClusterId> clusters = new HashSet<>();
    for (HostName name : state.base.etcdHosts()) {
      if (linearizable(name)) {
        Optional<ClusterId> cluster =
            state.derived()
                ? running(name).map(member -> member.content().cluster())
                : state.base.etcd().status(name).seen().map(MemberStatus::cluster);
        cluster.ifPresent(clusters::add);
      }
    }
    return clusters;
  }

  /** Whether an effect stopped the unit on the host. */
  boolean stopped(HostName name, Unit unit) {
    UnitState made = state.overlay(name).units.get(unit);
    return made != null && made.running().isEmpty();
  }

  /** The URLs at which etcd of the host is reached. */
  Stream<String> urls(HostName name) {
    return layout(name).stream()
        .flatMap(layout -> Stream.concat(layout.peerUrls().stream(), layout.clientUrls().stream()));
  }

  /** The addresses in those URLs, without ports. */
  List<String> addresses(HostName name) {
    return urls(name)
        .flatMap(url -> EtcdUrl.read(url).stream())
        .map(EtcdUrl::host)
        .distinct()
        .toList();
  }
}
