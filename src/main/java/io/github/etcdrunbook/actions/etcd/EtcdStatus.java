package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Value;
import java.util.List;
import java.util.Optional;

/** Tells what each member says of itself, also without quorum. Changes nothing. */
public final class EtcdStatus
    implements Action<EtcdStatus.Arguments, EtcdStatus.Observation, EtcdStatus.Output> {

  /** Whom to ask. */
  public record Arguments(
      @Doc(
              value = "The hosts to ask; all etcd hosts when empty",
              byDefault = "[]",
              example = "[cp1, cp2]")
          List<HostName> members) {}

  /** What each etcd host's member answers. */
  public record Observation(List<Answer> answers) {}

  /** One host's answer. {@code quorum}: a linearizable read is answered. */
  public record Answer(HostName host, Sight<MemberStatus> status, boolean quorum) {}

  /** The members that answer, and the newest revision among them. */
  public record Output(
      @Doc("The members that answer") List<MemberLine> members,
      @Doc("The hosts whose member does not answer") List<String> silent,
      @Doc("The newest revision that any member has; 0 when none answers") Value<Long> revision,
      @Doc("Whether some member answers linearizable reads") boolean quorum,
      @Doc("What the members report as errors, alarms included") List<String> errors) {}

  /** One member for people and expressions. Sizes in bytes. */
  public record MemberLine(
      String host,
      String id,
      String cluster,
      String version,
      boolean leader,
      boolean learner,
      Value<MemberStatus.Progress> progress) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.status",
        "Tell what each member says of itself",
        "Asks the member of every etcd host for its status and for one linearizable read. Needs"
            + " no quorum; a silent member is part of the answer.",
        Manual.Place.CLUSTER,
        """
        - id: status
          uses: etcd.status
        """);
  }

  @Override
  public Nature nature() {
    return Nature.READS;
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
    List<HostName> asked = arguments.members().isEmpty() ? reader.etcdHosts() : arguments.members();
    return new Observation(
        asked.stream().map(host -> answer(host, reader.etcd().status(host), reader)).toList());
  }

  private static Answer answer(HostName host, Sight<MemberStatus> status, Reader reader) {
    return new Answer(host, status, status.seen().isPresent() && reader.etcd().linearizable(host));
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    List<MemberLine> members =
        seen.answers().stream().flatMap(answer -> line(answer).stream()).toList();
    List<String> silent =
        seen.answers().stream()
            .filter(answer -> answer.status().seen().isEmpty())
            .map(answer -> answer.host().toString())
            .toList();
    boolean quorum = seen.answers().stream().anyMatch(Answer::quorum);
    List<String> errors =
        seen.answers().stream()
            .flatMap(answer -> answer.status().seen().stream())
            .flatMap(status -> status.errors().stream())
            .distinct()
            .toList();
    String why =
        members.size()
            + " of "
            + seen.answers().size()
            + " members answer, "
            + (quorum ? "with quorum" : "without quorum");
    return new Decision.Satisfied<>(why, new Output(members, silent, newest(seen), quorum, errors));
  }

  private static Value<Long> newest(Observation seen) {
    return seen.answers().stream()
        .flatMap(answer -> answer.status().seen().stream())
        .map(status -> status.progress().map(MemberStatus.Progress::revision))
        .reduce((one, other) -> Value.both(one, other, Math::max))
        .orElse(Value.fixed(0L));
  }

  private static Optional<MemberLine> line(Answer answer) {
    return answer
        .status()
        .seen()
        .map(
            status ->
                new MemberLine(
                    answer.host().toString(),
                    status.member().toString(),
                    status.cluster().toString(),
                    status.version(),
                    status.leader().equals(Optional.of(status.member())),
                    status.learner(),
                    status.progress()));
  }
}
