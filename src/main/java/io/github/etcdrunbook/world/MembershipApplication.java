package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What changes of the member list make of a forecast, and what is wrong with them. */
final class MembershipApplication {
  private final ForecastState state;
  private final EtcdForecast etcd;
  private final Findings findings;

  MembershipApplication(ForecastState state, EtcdForecast etcd, Findings findings) {
    this.state = state;
    this.etcd = etcd;
    this.findings = findings;
  }

  void add(Effect.MemberAdd add) {
    Optional<DataContent> cluster = cluster(add.host());
    if (cluster.isEmpty()) {
      return;
    }
    List<Member> members = new ArrayList<>(cluster.get().members());
    if (members.stream().anyMatch(one -> sharesUrl(one, add.peerUrls()))) {
      reject("a member with the peer URLs " + add.peerUrls() + " is listed already");
      return;
    }
    if (members.stream().anyMatch(Member::learner)) {
      reject("there is a learner already, and etcd allows only one");
      return;
    }
    MemberId id = IdPrediction.member(add.peerUrls(), "forecast:" + findings.ref());
    state.added.put(id, findings.ref());
    members.add(new Member(id, "", add.peerUrls(), List.of(), true));
    put(add.host(), cluster.get().cluster(), members);
  }

  void promote(Effect.MemberPromote promote) {
    Optional<DataContent> cluster = cluster(promote.host());
    if (cluster.isEmpty()) {
      return;
    }
    Optional<Member> member = find(cluster.get(), promote.member(), promote.peerUrls());
    if (member.isEmpty() || !member.get().learner()) {
      reject("no learner with the peer URLs " + promote.peerUrls() + " is listed");
      return;
    }
    boolean runs =
        etcd.connected(cluster.get().cluster()).stream()
            .anyMatch(one -> one.content().member().equals(member.get().id()));
    if (!runs) {
      reject("the learner with the peer URLs " + promote.peerUrls() + " does not run");
      return;
    }
    Member voter =
        new Member(
            member.get().id(),
            member.get().name(),
            member.get().peerUrls(),
            member.get().clientUrls(),
            false);
    replace(promote.host(), cluster.get(), voter);
  }

  void remove(Effect.MemberRemove remove) {
    Optional<DataContent> cluster = cluster(remove.host());
    Optional<Member> member =
        cluster.flatMap(content -> find(content, remove.member(), remove.peerUrls()));
    if (member.isEmpty()) {
      return;
    }
    List<Member> left = new ArrayList<>(cluster.get().members());
    left.remove(member.get());
    if (left.stream().allMatch(Member::learner)) {
      reject("it is the last voter of the cluster");
      return;
    }
    put(remove.host(), cluster.orElseThrow().cluster(), left);
  }

  void update(Effect.MemberUpdate update) {
    Optional<DataContent> cluster = cluster(update.host());
    Optional<Member> member =
        cluster.flatMap(
            content ->
                content.members().stream()
                    .filter(one -> one.id().equals(update.member()))
                    .findFirst());
    if (cluster.isPresent() && member.filter(one -> !one.learner()).isEmpty()) {
      reject("no voter " + update.member() + " is listed");
      return;
    }
    member.ifPresent(
        one ->
            replace(
                update.host(),
                cluster.orElseThrow(),
                new Member(one.id(), one.name(), update.peerUrls(), one.clientUrls(), false)));
  }

  /** The member on the host drops all others from its list as it starts. */
  void force(HostName host) {
    Optional<DataContent> content = etcd.content(host);
    if (content.isEmpty()) {
      reject("what the data directory of " + host + " holds is not known");
      return;
    }
    for (HostName other : state.base.etcdHosts()) {
      boolean runs =
          etcd.running(other)
              .filter(one -> one.content().cluster().equals(content.get().cluster()))
              .isPresent();
      if (!other.equals(host) && runs) {
        reject(other + " runs while " + host + " is forced to be alone: it is not fenced");
        return;
      }
    }
    content.get().members().stream()
        .filter(one -> one.id().equals(content.get().member()))
        .findFirst()
        .ifPresent(self -> put(host, content.get().cluster(), List.of(self)));
  }

  /** Lets etcd of the host, which has no data, join the cluster that has added it; if one has. */
  boolean join(HostForecast host) {
    Optional<EtcdLayout> layout = host.etcd();
    if (layout.isEmpty()) {
      return false;
    }
    for (HostName via : state.base.etcdHosts()) {
      Optional<DataContent> cluster =
          etcd.linearizable(via)
              ? etcd.running(via).map(EtcdForecast.Running::content)
              : Optional.empty();
      Optional<Member> self =
          cluster.stream()
              .flatMap(content -> content.members().stream())
              .filter(one -> one.name().isEmpty())
              .filter(one -> Set.copyOf(one.peerUrls()).equals(urls(layout.get())))
              .findFirst();
      if (self.isPresent()) {
        DataContent theirs = cluster.orElseThrow();
        DataContent mine =
            new DataContent(theirs.cluster(), self.get().id(), theirs.members(), theirs.keys());
        new FileApplication(state, findings).join(layout.get(), mine, size(via), host);
        return true;
      }
    }
    return false;
  }

  private long size(HostName via) {
    return new EtcdForecastReader(state, etcd)
        .status(via)
        .seen()
        .flatMap(status -> status.progress().known())
        .map(MemberStatus.Progress::size)
        .orElse(0L);
  }

  private static Set<String> urls(EtcdLayout layout) {
    return Set.copyOf(layout.peerUrls());
  }

  private static boolean sharesUrl(Member member, List<String> urls) {
    Set<String> common = new HashSet<>(member.peerUrls());
    common.retainAll(urls);
    return !common.isEmpty();
  }

  private static Optional<Member> find(
      DataContent cluster, Value<MemberId> id, List<String> peerUrls) {
    return cluster.members().stream()
        .filter(
            one ->
                id.known()
                    .map(known -> known.equals(one.id()))
                    .orElseGet(() -> sharesUrl(one, peerUrls)))
        .findFirst();
  }

  /** The cluster that the member on the host changes, if it has quorum. */
  private Optional<DataContent> cluster(HostName host) {
    Optional<DataContent> cluster =
        etcd.linearizable(host)
            ? etcd.running(host).map(EtcdForecast.Running::content)
            : Optional.empty();
    if (cluster.isEmpty()) {
      findings.add(
          Finding.Kind.UNREACHABLE,
          "etcd of " + host + " does not answer, or has no quorum",
          "choose a member that answers");
    }
    return cluster;
  }

  private void replace(HostName host, DataContent cluster, Member changed) {
    put(
        host,
        cluster.cluster(),
        cluster.members().stream()
            .map(one -> one.id().equals(changed.id()) ? changed : one)
            .toList());
  }

  /** A list that is again as it was needs no entry. */
  private void put(HostName host, ClusterId cluster, List<Member> members) {
    boolean asBefore =
        etcd.laid(host)
            .filter(before -> Set.copyOf(before.members()).equals(Set.copyOf(members)))
            .isPresent();
    if (asBefore) {
      state.membership.remove(cluster);
    } else {
      state.membership.put(cluster, List.copyOf(members));
    }
  }

  private void reject(String what) {
    findings.add(
        Finding.Kind.MEMBERS, what, "look at the member list; change it one member at a time");
  }
}
