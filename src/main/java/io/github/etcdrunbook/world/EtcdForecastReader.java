package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Answers questions to etcd from a forecast. As long as no effect touched a voter, the observed
 * members answer.
 */
final class EtcdForecastReader implements EtcdReader {
  private static final String REGISTRY = "/registry/";

  private final ForecastState state;
  private final EtcdForecast etcd;
  private final UpkeepForecast upkeep;

  EtcdForecastReader(ForecastState state, EtcdForecast etcd) {
    this.state = state;
    this.etcd = etcd;
    this.upkeep = new UpkeepForecast(state, etcd);
  }

  @Override
  public Sight<MemberStatus> status(HostName host) {
    if (!state.derived()) {
      return upkeep.status(host, state.base.etcd().status(host));
    }
    return upkeep.status(
        host,
        etcd.running(host).<Sight<MemberStatus>>map(this::status).orElseGet(() -> silent(host)));
  }

  @Override
  public Sight<Space> space(HostName host) {
    return upkeep.space(host, status(host));
  }

  @Override
  public Sight<Value<Long>> compacted(HostName host) {
    return upkeep.compacted(host, status(host));
  }

  private Sight<MemberStatus> status(EtcdForecast.Running member) {
    Optional<MemberId> leader = etcd.leader(member);
    return switch (member.content().keys()) {
      case DataContent.Keys.Served served ->
          switch (state.base.etcd().status(served.host())) {
            case Sight.Unseen<MemberStatus> unseen -> unseen;
            case Sight.Seen<MemberStatus> seen ->
                new Sight.Seen<>(
                    new MemberStatus(
                        seen.value().cluster(),
                        member.content().member(),
                        seen.value().version(),
                        leader,
                        member.learner(),
                        seen.value().progress(),
                        errors(leader, member.content().cluster(), reported(seen.value()))));
          };
      case DataContent.Keys.Restored restored ->
          new Sight.Seen<>(
              new MemberStatus(
                  member.content().cluster(),
                  member.content().member(),
                  version(member.host()),
                  leader,
                  member.learner(),
                  Value.drifting(progress(member, restored)),
                  errors(
                      leader, member.content().cluster(), restored.facts().contents().alarms())));
    };
  }

  private String version(HostName host) {
    return etcd.layout(host)
        .flatMap(layout -> layout.settings().version())
        .or(() -> state.base.etcd().status(host).seen().map(MemberStatus::version))
        .orElse("");
  }

  private MemberStatus.Progress progress(
      EtcdForecast.Running member, DataContent.Keys.Restored restored) {
    long size = restored.facts().size();
    int voters = member.content().voters().size();
    return new MemberStatus.Progress(
        newest(member, restored), 2, voters + 2, voters + 2, size, size);
  }

  private long newest(EtcdForecast.Running member, DataContent.Keys.Restored restored) {
    return restored.revision() + state.writes.getOrDefault(member.content().cluster(), 0L);
  }

  /** What the observed member reported beyond alarms is not carried on. */
  private List<Alarm> reported(MemberStatus before) {
    return state.base.etcdHosts().stream()
        .filter(
            host -> cluster(state.base.etcd().status(host)).equals(Optional.of(before.cluster())))
        .flatMap(host -> told(host).stream())
        .findFirst()
        .orElse(List.of());
  }

  private List<String> errors(Optional<MemberId> leader, ClusterId cluster, List<Alarm> alarms) {
    List<String> errors = new ArrayList<>();
    if (leader.isEmpty()) {
      errors.add("etcdserver: no leader");
    }
    Set<Alarm> disarmed = state.disarmed.getOrDefault(cluster, Set.of());
    alarms.stream()
        .filter(alarm -> !disarmed.contains(alarm))
        .map(Alarm::asError)
        .forEach(errors::add);
    return errors;
  }

  @Override
  public Sight<List<Member>> members(HostName host) {
    if (!state.derived()) {
      return state.base.etcd().members(host);
    }
    return etcd.running(host).<Sight<List<Member>>>map(this::members).orElseGet(() -> silent(host));
  }

  private Sight<List<Member>> members(EtcdForecast.Running asked) {
    if (asked.learner()) {
      return new Sight.Unseen<>(notForLearner());
    }
    boolean restored = asked.content().keys() instanceof DataContent.Keys.Restored;
    return new Sight.Seen<>(
        asked.content().members().stream()
            .map(
                member ->
                    restored || state.added.containsKey(member.id())
                        ? published(asked, member)
                        : member)
            .toList());
  }

  /** A restored or added member publishes its name and URLs when it starts and there is quorum. */
  private Member published(EtcdForecast.Running asked, Member member) {
    if (!etcd.quorum(asked)) {
      return member;
    }
    Optional<EtcdLayout> started =
        etcd.connected(asked.content().cluster()).stream()
            .filter(peer -> peer.content().member().equals(member.id()))
            .flatMap(peer -> etcd.layout(peer.host()).stream())
            .findFirst();
    return new Member(
        member.id(),
        started.map(EtcdLayout::member).orElse(member.name()),
        member.peerUrls(),
        started.map(EtcdLayout::clientUrls).orElse(List.of()),
        member.learner());
  }

  @Override
  public Value<MemberId> identity(Member member) {
    EffectRef by = state.added.get(member.id());
    return by == null ? Value.fixed(member.id()) : new Value.Pending<>(by, "member");
  }

  @Override
  public Sight<List<Alarm>> alarms(HostName host) {
    if (!state.derived()) {
      return without(state.base.etcd().alarms(host), cluster(state.base.etcd().status(host)));
    }
    Optional<EtcdForecast.Running> member = etcd.running(host);
    if (member.isEmpty()) {
      return silent(host);
    }
    if (member.get().learner()) {
      return new Sight.Unseen<>(notForLearner());
    }
    if (!etcd.quorum(member.get())) {
      return new Sight.Unseen<>(noLeader());
    }
    Optional<ClusterId> cluster = member.map(found -> found.content().cluster());
    return switch (member.get().content().keys()) {
      case DataContent.Keys.Served served -> {
        Optional<List<Alarm>> before = told(served.host());
        if (before.isEmpty()) {
          throw new NotYetKnown("the list of alarms", state.votersTouchedBy().orElseThrow());
        }
        yield without(new Sight.Seen<>(before.get()), cluster);
      }
      case DataContent.Keys.Restored restored ->
          without(new Sight.Seen<>(restored.facts().contents().alarms()), cluster);
    };
  }

  /** Without quorum a member lists no alarms, but reports them with its status. */
  private Optional<List<Alarm>> told(HostName host) {
    return state
        .base
        .etcd()
        .alarms(host)
        .seen()
        .or(
            () ->
                state
                    .base
                    .etcd()
                    .status(host)
                    .seen()
                    .map(
                        status ->
                            status.errors().stream()
                                .flatMap(error -> Alarm.ofError(error).stream())
                                .toList()));
  }

  private static Optional<ClusterId> cluster(Sight<MemberStatus> status) {
    return status.seen().map(MemberStatus::cluster);
  }

  private Sight<List<Alarm>> without(Sight<List<Alarm>> alarms, Optional<ClusterId> cluster) {
    Set<Alarm> disarmed =
        cluster.map(id -> state.disarmed.getOrDefault(id, Set.of())).orElse(Set.of());
    return alarms
        .seen()
        .<Sight<List<Alarm>>>map(
            seen -> new Sight.Seen<>(seen.stream().filter(one -> !disarmed.contains(one)).toList()))
        .orElse(alarms);
  }

  @Override
  public Sight<Value<HashAt>> hash(HostName host, long revision) {
    if (!state.derived()) {
      return state.base.etcd().hash(host, revision);
    }
    Optional<EtcdForecast.Running> member = etcd.running(host);
    if (member.isEmpty()) {
      return silent(host);
    }
    if (member.get().learner()) {
      return new Sight.Unseen<>(notForLearner());
    }
    return switch (member.get().content().keys()) {
      case DataContent.Keys.Served served -> hash(member.get(), served, revision);
      case DataContent.Keys.Restored restored -> hash(member.get(), restored, revision);
    };
  }

  /** What effects write makes another hash, the same for all that have the same data. */
  private Sight<Value<HashAt>> hash(
      EtcdForecast.Running member, DataContent.Keys.Served served, long revision) {
    long writes = state.writes.getOrDefault(member.content().cluster(), 0L);
    Sight<Value<HashAt>> seen = state.base.etcd().hash(served.host(), revision);
    if (writes == 0 || revision == 0 || seen.seen().isPresent()) {
      return seen;
    }
    Sight<Value<HashAt>> newest = state.base.etcd().hash(served.host(), 0);
    long beyond =
        revision - newest.seen().flatMap(Value::known).map(HashAt::revision).orElse(revision);
    return beyond <= 0 || beyond > writes
        ? seen
        : new Sight.Seen<>(
            newest
                .seen()
                .orElseThrow()
                .map(at -> new HashAt(revision, at.compacted(), at.hash() + "+" + beyond)));
  }

  private Sight<Value<HashAt>> hash(
      EtcdForecast.Running member, DataContent.Keys.Restored restored, long revision) {
    long newest = newest(member, restored);
    long compacted = restored.bump() == 0 ? 0 : restored.revision();
    if (revision > newest) {
      return new Sight.Unseen<>(future());
    }
    if (revision != 0 && revision < compacted) {
      return new Sight.Unseen<>(compacted());
    }
    long at = revision == 0 ? newest : revision;
    String text = restored.lineage() + "@" + at;
    return new Sight.Seen<>(Value.drifting(new HashAt(at, compacted, text)));
  }

  @Override
  public Sight<Value<Long>> count(HostName host, String prefix) {
    if (!state.derived()) {
      return state.base.etcd().count(host, prefix);
    }
    Optional<EtcdForecast.Running> member = etcd.running(host);
    if (member.isEmpty()) {
      return silent(host);
    }
    return switch (member.get().content().keys()) {
      case DataContent.Keys.Served served -> state.base.etcd().count(served.host(), prefix);
      case DataContent.Keys.Restored restored ->
          new Sight.Seen<>(
              switch (prefix) {
                case "" -> firm(restored.facts().keys());
                case REGISTRY -> firm(restored.facts().contents().registryKeys());
                default -> new Value.Pending<>(restored.by(), "keys below " + prefix);
              });
    };
  }

  /** Exact as long as no API server writes. */
  private Value<Long> firm(long number) {
    boolean written =
        state.base.hosts().stream()
            .flatMap(host -> etcd.host(host).stream())
            .anyMatch(host -> host.ready(Unit.KUBE_APISERVER));
    return written ? Value.drifting(number) : Value.fixed(number);
  }

  @Override
  public Sight<Value<List<String>>> keys(HostName host, String prefix, int limit) {
    if (!state.derived()) {
      return state.base.etcd().keys(host, prefix, limit);
    }
    Optional<EtcdForecast.Running> member = etcd.running(host);
    if (member.isEmpty()) {
      return silent(host);
    }
    return switch (member.get().content().keys()) {
      case DataContent.Keys.Served served -> state.base.etcd().keys(served.host(), prefix, limit);
      case DataContent.Keys.Restored restored ->
          new Sight.Seen<>(new Value.Pending<>(restored.by(), "keys below " + prefix));
    };
  }

  @Override
  public Sight<Value<String>> clusterUid(HostName host) {
    if (!state.derived()) {
      return state.base.etcd().clusterUid(host);
    }
    Optional<EtcdForecast.Running> member = etcd.running(host);
    if (member.isEmpty()) {
      return silent(host);
    }
    return switch (member.get().content().keys()) {
      case DataContent.Keys.Served served -> state.base.etcd().clusterUid(served.host());
      case DataContent.Keys.Restored restored ->
          new Sight.Seen<>(Value.fixed(restored.facts().contents().uid()));
    };
  }

  /** Known as long as the members that are asked still serve what they were seen to serve. */
  @Override
  public Sight<Value<Loss>> loss(List<HostName> hosts, String snapshot) {
    if (!state.derived() || hosts.stream().allMatch(this::untouched)) {
      return state.base.etcd().loss(hosts, snapshot);
    }
    throw new NotYetKnown("what a restore undoes", state.votersTouchedBy().orElseThrow());
  }

  private boolean untouched(HostName host) {
    return etcd.running(host)
        .filter(
            member ->
                member.content().keys() instanceof DataContent.Keys.Served served
                    && served.host().equals(host))
        .isPresent();
  }

  @Override
  public boolean linearizable(HostName host) {
    return etcd.linearizable(host);
  }

  static Failure noLeader() {
    return new Failure.EtcdRejected(FailureKind.NO_LEADER, "etcdserver: no leader");
  }

  static Failure notForLearner() {
    return new Failure.EtcdRejected(
        FailureKind.ETCD_OTHER, "etcdserver: rpc not supported for learner");
  }

  static Failure future() {
    return new Failure.EtcdRejected(
        FailureKind.ETCD_OTHER, "etcdserver: mvcc: required revision is a future revision");
  }

  static Failure compacted() {
    return new Failure.EtcdRejected(
        FailureKind.COMPACTED, "etcdserver: mvcc: required revision has been compacted");
  }

  private <T> Sight<T> silent(HostName host) {
    etcd.checkKnown(host);
    return new Sight.Unseen<>(new Failure.Unreachable("etcd of " + host + " does not run"));
  }
}
