package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Retry;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Condition;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.EtcdUrl;
import io.github.etcdrunbook.world.FailureKind;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberId;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives the learner of a host its vote as soon as it is in sync. */
public final class MemberPromotion
    implements Action<
        MemberPromotion.Arguments, MemberPromotion.Observation, MemberPromotion.Output> {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration AGREED = Duration.ofMinutes(1);

  /** How long it is waited for. */
  public record Arguments(
      @Doc(value = "How long it may take to be in sync", byDefault = "10m") Duration limit) {}

  /** The listed member and its id; the voters that do not reach its peer port. */
  public record Observation(
      HostName host,
      Optional<HostName> via,
      Optional<Member> member,
      Optional<Value<MemberId>> id,
      List<HostName> deaf) {}

  /** The voter. */
  public record Output(@Doc("The name of the voter") String name) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.member_promote",
        "Give a learner its vote as soon as it is in sync",
        "Every voter must reach its peer port. Repeats until etcd says that it is in sync with the"
            + " leader. Undo removes it from the cluster.",
        Manual.Place.HOST,
        """
        - id: promote
          uses: etcd.member_promote
          hosts: "${inputs.host}"
        """);
  }

  @Override
  public Class<Arguments> arguments() {
    return Arguments.class;
  }

  @Override
  public Class<Output> output() {
    return Output.class;
  }

  @Override
  public Observation probe(Arguments arguments, Reader reader) {
    HostName host = reader.standpoint().ownHost();
    Optional<Census.Roll> roll = Census.roll(reader, host);
    Optional<EtcdLayout> layout = reader.host(host).seen().flatMap(HostReader::etcd);
    Optional<Member> member =
        layout.flatMap(found -> roll.flatMap(list -> list.at(found.peerUrls())));
    boolean learner = member.filter(Member::learner).isPresent();
    List<HostName> deaf =
        reader.etcdHosts().stream()
            .filter(other -> learner && !other.equals(host) && reader.etcd().linearizable(other))
            .filter(other -> !reaches(other, member.orElseThrow(), reader))
            .toList();
    return new Observation(
        host,
        roll.map(Census.Roll::via),
        member,
        member.map(one -> reader.etcd().identity(one)),
        deaf);
  }

  private static boolean reaches(HostName from, Member member, Reader reader) {
    return reader
        .host(from)
        .seen()
        .map(
            seen ->
                member.peerUrls().stream()
                    .map(EtcdUrl::of)
                    .allMatch(url -> seen.reaches(url.host(), url.port())))
        .orElse(false);
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (seen.member().isEmpty()) {
      return new Decision.Refused<>(
          "no member with the peer URLs of " + seen.host() + " is listed", "add it first");
    }
    Member member = seen.member().get();
    if (!member.learner()) {
      return new Decision.Satisfied<>("it votes", new Output(member.name()));
    }
    if (!seen.deaf().isEmpty()) {
      return new Decision.Refused<>(
          "%s does not reach the peer port of %s".formatted(seen.deaf().getFirst(), seen.host()),
          "open %s between all members; undo leaves no learner behind"
              .formatted(String.join(", ", member.peerUrls())));
    }
    HostName via = seen.via().orElseThrow();
    Value<MemberId> id = seen.id().orElseThrow();
    return new Decision.Change<>(
        "promote the member of " + seen.host(),
        List.of(
            new Act(
                new Effect.MemberPromote(via, id, member.peerUrls()),
                Undo.By.one(new Effect.MemberRemove(via, id, member.peerUrls())),
                new Retry(
                    Set.of(FailureKind.LEARNER_NOT_IN_SYNC, FailureKind.NO_LEADER),
                    EVERY,
                    arguments.limit()),
                LIMIT),
            Act.await(new Effect.Await(new Condition.Quorum(List.of(via, seen.host())), AGREED))));
  }
}
