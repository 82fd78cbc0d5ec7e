package io.github.etcdrunbook.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Changes of the member list in the slow world, refused as etcd refuses them. Guarded by the slow
 * world.
 */
final class SlowMembership {
  /**
   * After a member has got its vote, etcd wants it connected for so long before the next change.
   */
  private static final long SETTLING = 58;

  private final SlowWorld world;
  private final Map<ClusterId, Long> promoted = new HashMap<>();
  private long additions;

  SlowMembership(SlowWorld world) {
    this.world = world;
  }

  Performed add(Effect.MemberAdd add, SlowHost host) {
    Optional<Failure> refusal = refusal(host);
    if (refusal.isPresent()) {
      return new Performed.NotDone(refusal.get());
    }
    SlowData log = world.members().log(host);
    if (log.members.stream().anyMatch(one -> sharesUrl(one, add.peerUrls()))) {
      return rejected(FailureKind.ETCD_OTHER, "etcdserver: Peer URLs already exists");
    }
    if (log.members.stream().anyMatch(Member::learner)) {
      return rejected(
          FailureKind.TOO_MANY_LEARNERS, "etcdserver: too many learner members in cluster");
    }
    if (!connected(log).containsAll(log.voters()) || settling(log)) {
      return rejected(FailureKind.UNHEALTHY_CLUSTER, "etcdserver: unhealthy cluster");
    }
    additions++;
    MemberId id = IdPrediction.member(add.peerUrls(), log.cluster + "at" + world.now() + additions);
    List<Member> members = new ArrayList<>(log.members);
    members.add(new Member(id, "", add.peerUrls(), List.of(), true));
    change(host, ignored -> members);
    return new Performed.Done(new EffectResult.Added(id));
  }

  Performed promote(Effect.MemberPromote promote, SlowHost host) {
    Optional<Failure> refusal = refusal(host);
    if (refusal.isPresent()) {
      return new Performed.NotDone(refusal.get());
    }
    SlowData log = world.members().log(host);
    Optional<Member> member = find(log, promote.member(), promote.peerUrls());
    if (member.isEmpty()) {
      return rejected(FailureKind.MEMBER_NOT_FOUND, "etcdserver: member not found");
    }
    if (!member.get().learner()) {
      return rejected(FailureKind.ETCD_OTHER, "etcdserver: can only promote a learner member");
    }
    boolean inSync =
        serving(log.cluster).stream()
            .filter(data -> data.self.equals(member.get().id()))
            .anyMatch(data -> data.index >= log.index * 9 / 10);
    if (!inSync) {
      return rejected(
          FailureKind.LEARNER_NOT_IN_SYNC,
          "etcdserver: can only promote a learner member which is in sync with leader");
    }
    promoted.put(log.cluster, world.now());
    change(host, list -> replaced(list, voter(member.get())));
    return new Performed.Done(new EffectResult.Nothing());
  }

  Performed remove(Effect.MemberRemove remove, SlowHost host) {
    Optional<Failure> refusal = refusal(host);
    if (refusal.isPresent()) {
      return new Performed.NotDone(refusal.get());
    }
    SlowData log = world.members().log(host);
    Optional<Member> member = find(log, remove.member(), remove.peerUrls());
    if (member.isEmpty()) {
      return new Performed.Done(new EffectResult.Nothing());
    }
    Set<MemberId> left = new HashSet<>(log.voters());
    left.remove(member.get().id());
    Set<MemberId> up = new HashSet<>(connected(log));
    boolean runs = up.contains(member.get().id());
    up.retainAll(left);
    boolean voter = !member.get().learner();
    if (voter && (up.size() * 2 <= left.size() || (runs && settling(log)))) {
      return rejected(FailureKind.UNHEALTHY_CLUSTER, "etcdserver: unhealthy cluster");
    }
    change(host, list -> list.stream().filter(one -> !one.equals(member.get())).toList());
    return new Performed.Done(new EffectResult.Nothing());
  }

  Performed update(Effect.MemberUpdate update, SlowHost host) {
    Optional<Failure> refusal = refusal(host);
    if (refusal.isPresent()) {
      return new Performed.NotDone(refusal.get());
    }
    Optional<Member> member =
        world.members().log(host).members.stream()
            .filter(one -> one.id().equals(update.member()))
            .findFirst();
    if (member.isEmpty()) {
      return rejected(FailureKind.MEMBER_NOT_FOUND, "etcdserver: member not found");
    }
    Member one = member.get();
    // Before 3.5.31 etcd gives a learner its vote by this (etcd-io/etcd#21736).
    Member changed = new Member(one.id(), one.name(), update.peerUrls(), one.clientUrls(), false);
    change(host, list -> replaced(list, changed));
    return new Performed.Done(new EffectResult.Nothing());
  }

  /** What the member list shows of an effect in doubt. */
  Settled settle(Effect effect, SlowHost host) {
    List<Member> members = world.members().log(host).members;
    return switch (effect) {
      case Effect.MemberAdd add ->
          members.stream()
              .filter(one -> sharesUrl(one, add.peerUrls()))
              .findFirst()
              .<Settled>map(
                  one -> new Settled.Done(new EffectResult.Added(one.id()), "it is listed"))
              .orElseGet(() -> new Settled.NotDone("it is not listed"));
      case Effect.MemberPromote promote ->
          told(
              members.stream()
                  .anyMatch(one -> sharesUrl(one, promote.peerUrls()) && !one.learner()));
      case Effect.MemberRemove remove ->
          told(find(world.members().log(host), remove.member(), remove.peerUrls()).isEmpty());
      case Effect.MemberUpdate update ->
          told(
              members.stream()
                  .anyMatch(
                      one ->
                          one.id().equals(update.member())
                              && one.peerUrls().equals(update.peerUrls())));
      default -> new Settled.Unclear("nothing tells; it is harmless to repeat");
    };
  }

  private static Settled told(boolean done) {
    return done
        ? new Settled.Done(new EffectResult.Nothing(), "the member list says so")
        : new Settled.NotDone("the member list says otherwise");
  }

  /** What a host without data gets from the cluster that has added it. */
  Optional<SlowData> join(SlowHost host) {
    Set<String> urls = Set.copyOf(host.layout.orElseThrow().peerUrls());
    for (SlowHost via : world.all()) {
      if (world.members().linearizable(via)) {
        SlowData log = world.members().log(via);
        Optional<Member> self =
            log.members.stream()
                .filter(one -> one.name().isEmpty() && Set.copyOf(one.peerUrls()).equals(urls))
                .findFirst();
        if (self.isPresent()) {
          SlowData data = new SlowData(log.cluster, self.get().id(), log.members, log.seed);
          data.index = 0;
          return Optional.of(data);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Failure> refusal(SlowHost host) {
    return world.members().linearizable(host)
        ? Optional.empty()
        : Optional.of(EtcdForecastReader.noLeader());
  }

  private boolean settling(SlowData log) {
    return world.now() - promoted.getOrDefault(log.cluster, -SETTLING) < SETTLING;
  }

  private List<SlowData> serving(ClusterId cluster) {
    return world.all().stream()
        .filter(host -> !host.isolated)
        .flatMap(host -> host.serving().stream())
        .filter(data -> data.cluster.equals(cluster))
        .toList();
  }

  private Set<MemberId> connected(SlowData log) {
    Set<MemberId> up = new HashSet<>();
    serving(log.cluster).forEach(data -> up.add(data.self));
    return up;
  }

  private void change(SlowHost host, UnaryOperator<List<Member>> change) {
    world.members().write(host, data -> data.members = List.copyOf(change.apply(data.members)));
  }

  private static List<Member> replaced(List<Member> members, Member changed) {
    return members.stream().map(one -> one.id().equals(changed.id()) ? changed : one).toList();
  }

  private static Member voter(Member learner) {
    return new Member(
        learner.id(), learner.name(), learner.peerUrls(), learner.clientUrls(), false);
  }

  private static boolean sharesUrl(Member member, List<String> urls) {
    return member.peerUrls().stream().anyMatch(urls::contains);
  }

  private static Optional<Member> find(SlowData log, Value<MemberId> id, List<String> urls) {
    return log.members.stream()
        .filter(
            one ->
                id.known()
                    .map(known -> known.equals(one.id()))
                    .orElseGet(() -> sharesUrl(one, urls)))
        .findFirst();
  }

  private static Performed rejected(FailureKind kind, String what) {
    return new Performed.NotDone(new Failure.EtcdRejected(kind, what));
  }
}
