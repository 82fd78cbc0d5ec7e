package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.EtcdUrl;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.Reader;
import java.util.List;
import java.util.Optional;

/** Checks that a member can leave without harm, dead or alive. Changes nothing. */
public final class RemoveCheck
    implements Action<RemoveCheck.Arguments, RemoveCheck.Observation, RemoveCheck.Output> {

  /** Whose member leaves. */
  public record Arguments(
      @Doc(value = "The host whose member leaves", example = "cp3") HostName host,
      @Doc(
              value = "The member's name, where it is not the host's and the host is dead",
              byDefault = "\"\"",
              example = "etcd3")
          String member,
      @Doc(value = "Hosts that are gone for good and powered off", byDefault = "[]")
          List<HostName> fenced) {}

  /** The cluster, and which hosts still hear the leaving one's peer port. */
  public record Observation(Census census, Optional<Member> leaving, List<HostName> hearIt) {}

  /** Who leaves and who stays. */
  public record Output(
      @Doc("The id of the member that leaves") String member,
      @Doc("Its name") String name,
      @Doc("Whether its host answers") boolean answers,
      @Doc("Whether it can be stopped first, so that the cluster proves to live without it")
          boolean stopFirst,
      @Doc("The hosts of the voters that stay") List<HostName> remaining,
      @Doc("What the operator should know") List<String> warnings) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.remove_check",
        "Check that a member can leave without harm",
        "Refuses the last voter, a removal after which those that stay have no quorum, a removal"
            + " of a healthy member while another is down, a host that does not answer and is not"
            + " fenced, and a fenced host whose etcd still runs or is heard by the others.",
        Manual.Place.CLUSTER,
        """
        - id: check
          uses: etcd.remove_check
          with: {host: "${inputs.host}", fenced: "${inputs.fenced}"}
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
  public Nature nature() {
    return Nature.READS;
  }

  @Override
  public Observation probe(Arguments arguments, Reader reader) {
    Census census = Census.look(reader, arguments.host());
    Optional<Member> leaving = census.member(arguments.host(), arguments.member());
    List<HostName> hearIt =
        census.serving().stream()
            .filter(host -> !host.equals(arguments.host()))
            .filter(
                host ->
                    reader
                        .host(host)
                        .seen()
                        .filter(seen -> leaving.filter(one -> hears(seen, one)).isPresent())
                        .isPresent())
            .toList();
    return new Observation(census, leaving, hearIt);
  }

  private static boolean hears(HostReader host, Member member) {
    return member.peerUrls().stream()
        .map(EtcdUrl::of)
        .anyMatch(url -> host.reaches(url.host(), url.port()));
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    List<Objection> objections = RemoveObjections.of(arguments, seen);
    if (!objections.isEmpty()) {
      return Objection.refuse(objections);
    }
    Member leaving = seen.leaving().orElseThrow();
    Seat seat = seen.census().seat(arguments.host()).orElseThrow();
    List<HostName> remaining =
        seen.census().serving().stream().filter(host -> !host.equals(arguments.host())).toList();
    int voters = seen.census().roll().orElseThrow().voters().size();
    boolean answers = seat.unreachable().isEmpty();
    return new Decision.Satisfied<>(
        "member %s (%s) can leave; %d of %d voters stay and serve"
            .formatted(leaving.name(), leaving.id(), remaining.size(), voters),
        new Output(
            leaving.id().toString(),
            leaving.name(),
            answers,
            answers && remaining.size() * 2 > voters,
            remaining,
            warnings(remaining.size(), answers)));
  }

  private static List<String> warnings(int remaining, boolean answers) {
    String tolerance =
        remaining < 3
            ? "%d voters are left: the loss of one more is the loss of quorum".formatted(remaining)
            : "";
    String dead =
        answers
            ? ""
            : "the host keeps its manifest and its data: take both away before it is switched on";
    return List.of(tolerance, dead).stream().filter(text -> !text.isEmpty()).toList();
  }
}
