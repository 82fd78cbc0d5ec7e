package io.github.etcdrunbook.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.EtcdReader;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberId;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Settled;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Changes the member list of the real etcd. What became of a change whose answer was lost is told
 * by the list that a majority agrees on. Safe for several threads.
 */
final class MemberChanges {
  private final EtcdMembers members;
  private final EtcdReader reader;

  MemberChanges(EtcdMembers members, EtcdReader reader) {
    this.members = members;
    this.reader = reader;
  }

  Performed add(Effect.MemberAdd add, EffectKey key) {
    Performed added =
        performed(
            add.host(),
            member -> member.membership().addLearner(add.peerUrls()),
            made -> new EffectResult.Added(made.id()));
    // An earlier attempt of this run, taken for lost, may have come through late.
    return added instanceof Performed.NotDone && key.attempt() > 1
        ? listed(add.host(), one -> sharesUrl(one, add.peerUrls()))
            .<Performed>map(one -> new Performed.Done(new EffectResult.Added(one.id())))
            .orElse(added)
        : added;
  }

  Performed promote(Effect.MemberPromote promote) {
    return change(
        promote.host(),
        promote.member(),
        promote.peerUrls(),
        (member, id) -> member.membership().promote(id));
  }

  Performed remove(Effect.MemberRemove remove) {
    return switch (agreed(remove.host())) {
      case Sight.Unseen<List<Member>> unseen -> new Performed.NotDone(unseen.failure());
      case Sight.Seen<List<Member>> seen
          when seen.value().stream().noneMatch(is(remove.member(), remove.peerUrls())) ->
          new Performed.Done(new EffectResult.Nothing());
      case Sight.Seen<List<Member>> ignored ->
          change(
              remove.host(),
              remove.member(),
              remove.peerUrls(),
              (member, id) -> member.membership().remove(id));
    };
  }

  Performed update(Effect.MemberUpdate update) {
    return change(
        update.host(),
        Value.fixed(update.member()),
        update.peerUrls(),
        (member, id) -> member.membership().updatePeerUrls(id, update.peerUrls()));
  }

  Settled settle(Effect.MemberAdd add) {
    return settled(
        add.host(),
        list ->
            list.stream()
                .filter(one -> sharesUrl(one, add.peerUrls()))
                .findFirst()
                .<Settled>map(
                    one ->
                        new Settled.Done(
                            new EffectResult.Added(one.id()),
                            "a member with its peer URLs is listed: " + one.id()))
                .orElseGet(() -> new Settled.NotDone("no member has its peer URLs")));
  }

  Settled settle(Effect.MemberPromote promote) {
    return settled(
        promote.host(),
        list ->
            told(
                list.stream()
                    .filter(is(promote.member(), promote.peerUrls()))
                    .anyMatch(one -> !one.learner()),
                "it is listed as a voter",
                "it is not listed as a voter"));
  }

  Settled settle(Effect.MemberRemove remove) {
    return settled(
        remove.host(),
        list ->
            told(
                list.stream().noneMatch(is(remove.member(), remove.peerUrls())),
                "it is not listed any more",
                "it is still listed"));
  }

  Settled settle(Effect.MemberUpdate update) {
    return settled(
        update.host(),
        list ->
            told(
                list.stream()
                    .filter(one -> one.id().equals(update.member()))
                    .anyMatch(one -> one.peerUrls().equals(update.peerUrls())),
                "it is listed with these peer URLs",
                "it is listed with other peer URLs"));
  }

  private static Settled told(boolean done, String evidence, String otherwise) {
    return done
        ? new Settled.Done(new EffectResult.Nothing(), evidence)
        : new Settled.NotDone(otherwise);
  }

  private Settled settled(HostName host, Function<List<Member>, Settled> reading) {
    return switch (agreed(host)) {
      case Sight.Unseen<List<Member>> unseen -> new Settled.Unclear(unseen.failure().what());
      case Sight.Seen<List<Member>> seen -> reading.apply(seen.value());
    };
  }

  /** The list that a majority agrees on; 3.4 gives its own, which a linearizable read brings up. */
  private Sight<List<Member>> agreed(HostName host) {
    if (!reader.linearizable(host)) {
      return new Sight.Unseen<>(
          new Failure.Unreachable("etcd of " + host + " answers no linearizable read"));
    }
    return reader.members(host);
  }

  private Optional<Member> listed(HostName host, Predicate<Member> which) {
    return agreed(host).seen().stream().flatMap(List::stream).filter(which).findFirst();
  }

  /** A call about one member. */
  private interface Call {
    Answer<MemberId> on(EtcdConnection member, MemberId id);
  }

  /** A member whose id the plan could not know is found by its peer URLs. */
  private Performed change(
      HostName host, Value<MemberId> member, List<String> peerUrls, Call call) {
    Optional<MemberId> id =
        member.known().or(() -> listed(host, is(member, peerUrls)).map(Member::id));
    return id.isEmpty()
        ? new Performed.NotDone(
            new Failure.Unsuitable(
                "no member has the peer URLs " + peerUrls, "look at the member list"))
        : performed(
            host, connection -> call.on(connection, id.get()), done -> new EffectResult.Nothing());
  }

  private <T> Performed performed(
      HostName host, Function<EtcdConnection, Answer<T>> call, Function<T, EffectResult> result) {
    return switch (members.to(host)) {
      case Sight.Unseen<EtcdConnection> unseen -> new Performed.NotDone(unseen.failure());
      case Sight.Seen<EtcdConnection> seen ->
          switch (call.apply(seen.value())) {
            case Answer.Ok<T>(T value) -> new Performed.Done(result.apply(value));
            case Answer.Failed<T>(EtcdFailure why) ->
                why.mayHaveTakenEffect()
                    ? new Performed.Unclear(WorldFailures.of(why))
                    : new Performed.NotDone(WorldFailures.of(why));
          };
    };
  }

  private static Predicate<Member> is(Value<MemberId> id, List<String> peerUrls) {
    return one ->
        id.known().map(known -> known.equals(one.id())).orElseGet(() -> sharesUrl(one, peerUrls));
  }

  private static boolean sharesUrl(Member member, List<String> urls) {
    return member.peerUrls().stream().anyMatch(urls::contains);
  }
}
