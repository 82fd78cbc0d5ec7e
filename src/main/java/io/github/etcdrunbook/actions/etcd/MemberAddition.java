package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Retry;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.FailureKind;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberId;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Adds the member of a host as a learner, which has no vote yet. */
public final class MemberAddition
    implements Action<MemberAddition.Arguments, MemberAddition.Observation, MemberAddition.Output> {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** After a promotion etcd says "unhealthy cluster" for some seconds. */
  private static final Retry RETRY =
      new Retry(
          Set.of(FailureKind.UNHEALTHY_CLUSTER, FailureKind.NO_LEADER),
          Duration.ofSeconds(2),
          Duration.ofSeconds(40));

  /** No arguments: the host's settings tell. */
  public record Arguments() {}

  /** The list of members, and how etcd is set up on the host; the listed member's id. */
  public record Observation(
      Standpoint standpoint,
      Optional<Census.Roll> roll,
      Optional<EtcdLayout> layout,
      Optional<Value<MemberId>> id) {}

  /** The member. */
  public record Output(@Doc("The id of the member") Value<String> member) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.member_add",
        "Add the member of a host as a learner",
        "By the peer URLs in the host's settings. A learner has no vote: as long as it is not in"
            + " sync nothing depends on it. Waits out etcd's \"unhealthy cluster\" after an earlier"
            + " promotion. Undo removes the very member that was added.",
        Manual.Place.HOST,
        """
        - id: add
          uses: etcd.member_add
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
    return new Observation(
        reader.standpoint(), roll, layout, member.map(one -> reader.etcd().identity(one)));
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    HostName host = seen.standpoint().ownHost();
    if (seen.roll().isEmpty()) {
      return new Decision.Refused<>(
          "there is not exactly one cluster that serves", "bring its members back first");
    }
    if (seen.layout().isEmpty()) {
      return new Decision.Refused<>(
          host + " has no settings of etcd that can be read", "configure it first");
    }
    if (seen.id().isPresent()) {
      return new Decision.Satisfied<>(
          "it is listed", new Output(seen.id().get().map(MemberId::toString)));
    }
    EtcdLayout layout = seen.layout().get();
    HostName via = seen.roll().get().via();
    EffectRef ref = new EffectRef(seen.standpoint().step(), seen.standpoint().host(), 0);
    Effect back =
        new Effect.MemberRemove(via, new Value.Pending<>(ref, "member"), layout.peerUrls());
    return new Decision.Change<>(
        "add " + layout.member() + " as a learner",
        List.of(
            new Act(
                new Effect.MemberAdd(via, layout.member(), layout.peerUrls()),
                Undo.By.one(back),
                RETRY,
                LIMIT)));
  }
}
