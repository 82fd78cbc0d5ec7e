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
import io.github.etcdrunbook.world.FailureKind;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Removes one member from the list, by its id; leadership is handed over first. */
public final class MemberRemoval
    implements Action<MemberRemoval.Arguments, MemberRemoval.Observation, MemberRemoval.Output> {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Retry RETRY =
      new Retry(
          Set.of(FailureKind.UNHEALTHY_CLUSTER, FailureKind.NO_LEADER),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));

  /** Which member. */
  public record Arguments(
      @Doc(value = "The host whose member it is; it is not asked", example = "cp3") HostName host,
      @Doc(value = "The member's id", example = "${steps.check.member}") String member) {}

  /** The list, and whether the member still answers. */
  public record Observation(Optional<Census.Roll> roll, boolean answers) {}

  /** Who is left. */
  public record Output(@Doc("The names of the members that are left") List<String> left) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.member_remove",
        "Remove a member from the cluster",
        "By its id, since names and addresses come again. If the member still runs, it hands"
            + " leadership over first. What was removed never comes back: the host is added anew,"
            + " with empty data.",
        Manual.Place.CLUSTER,
        """
        - id: remove
          uses: etcd.member_remove
          pointOfNoReturn: true
          with: {host: "${inputs.host}", member: "${steps.check.member}"}
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
    return new Observation(
        Census.roll(reader, arguments.host()), reader.etcd().linearizable(arguments.host()));
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (seen.roll().isEmpty()) {
      return new Decision.Refused<>(
          "no other member serves: the cluster has no quorum", "bring members back first");
    }
    Census.Roll roll = seen.roll().get();
    Optional<Member> member =
        roll.members().stream()
            .filter(one -> one.id().toString().equals(arguments.member()))
            .findFirst();
    if (member.isEmpty()) {
      return new Decision.Satisfied<>(
          arguments.member() + " is no member",
          new Output(roll.members().stream().map(Member::name).toList()));
    }
    List<Act> acts = new ArrayList<>();
    if (seen.answers()) {
      acts.add(
          Act.of(
              new Effect.LeaderAway(arguments.host()),
              new Undo.NotNeeded("any voter leads as well as another"),
              LIMIT));
    }
    acts.add(
        new Act(
            new Effect.MemberRemove(
                roll.via(), Value.fixed(member.get().id()), member.get().peerUrls()),
            new Undo.Irreversible("a removed member's id never comes back; add its host anew"),
            RETRY,
            LIMIT));
    return new Decision.Change<>(
        "remove member " + member.get().name() + " (" + member.get().id() + ")", acts);
  }
}
