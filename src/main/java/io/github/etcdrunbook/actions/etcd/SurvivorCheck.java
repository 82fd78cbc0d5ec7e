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
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Chooses the member that survives a loss of quorum, and proves that all others are fenced. */
public final class SurvivorCheck
    implements Action<SurvivorCheck.Arguments, SurvivorCheck.Observation, SurvivorCheck.Output> {

  /** What the operator knows. */
  public record Arguments(
      @Doc(value = "A snapshot of the survivor on this machine", example = "backups/prod-eu1.db")
          String snapshot,
      @Doc(
              value = "Hosts that are gone for good and powered off",
              byDefault = "[]",
              example = "[cp2, cp3]")
          List<HostName> fenced,
      @Doc(
              value = "Why quorum cannot return although enough hosts answer",
              byDefault = "\"\"",
              example = "the disks of cp2 and cp3 are lost")
          String reason) {}

  /** What is left; {@code heard} are the fenced hosts that another host still reaches. */
  public record Observation(
      List<Seat> seats,
      List<Member> members,
      Sight<SnapshotFacts> snapshot,
      List<HostName> heard,
      ApiServers apiServers) {}

  /** Who survives. */
  public record Output(
      @Doc("The host of the survivor: its log is the longest") HostName survivor,
      @Doc("All other etcd hosts; none of their members may ever come back as it is")
          List<HostName> others,
      @Doc("Those of them that answer: their etcd is stopped and parked by this run")
          List<HostName> reachable,
      @Doc("The others, and hosts without etcd that do not answer and are named as fenced")
          List<HostName> fenced,
      @Doc("The hosts that answer and carry an API server, without those that are fenced")
          List<HostName> apiServers,
      @Doc("The survivor's newest revision") long revision,
      @Doc("What the operator should know") List<String> warnings) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.survivor_check",
        "Choose the survivor of a lost quorum and prove that the others are fenced",
        "Refuses while the cluster serves, while quorum can return, a host that is silent and not"
            + " fenced, and a fenced host that answers on its peer port. The survivor is the"
            + " member that answers and has the longest agreed log, whatever its place in the"
            + " list; the snapshot must be of that very revision.",
        Manual.Place.CLUSTER,
        """
        - id: survivors
          uses: etcd.survivor_check
          with: {snapshot: "${inputs.snapshot}", fenced: "${inputs.fenced}"}
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
    List<Seat> seats = reader.etcdHosts().stream().map(host -> Seat.look(host, reader)).toList();
    List<Member> members =
        seats.stream()
            .filter(seat -> seat.status().isPresent())
            .flatMap(seat -> reader.etcd().members(seat.host()).seen().stream())
            .findFirst()
            .orElse(List.of());
    List<HostName> heard =
        seats.stream()
            .filter(seat -> seat.unreachable().isPresent())
            .map(Seat::host)
            .filter(host -> isHeard(host, members, seats, reader))
            .toList();
    return new Observation(
        seats,
        members,
        reader.operator().snapshot(arguments.snapshot()),
        heard,
        ApiServers.look(reader));
  }

  /** A dead host's settings cannot be read: its member is found by its name. */
  private static boolean isHeard(
      HostName dead, List<Member> members, List<Seat> seats, Reader reader) {
    List<EtcdUrl> urls =
        members.stream()
            .filter(one -> one.name().equals(dead.text()))
            .flatMap(one -> one.peerUrls().stream())
            .map(EtcdUrl::of)
            .toList();
    return seats.stream()
        .filter(seat -> seat.unreachable().isEmpty())
        .flatMap(seat -> reader.host(seat.host()).seen().stream())
        .anyMatch(host -> urls.stream().anyMatch(url -> reaches(host, url)));
  }

  private static boolean reaches(HostReader host, EtcdUrl url) {
    return host.reaches(url.host(), url.port());
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    List<Objection> objections = SurvivorObjections.of(arguments, seen);
    if (!objections.isEmpty()) {
      return Objection.refuse(objections);
    }
    Seat survivor = SurvivorObjections.survivor(arguments, seen).orElseThrow();
    List<HostName> others =
        seen.seats().stream()
            .map(Seat::host)
            .filter(host -> !host.equals(survivor.host()))
            .toList();
    List<HostName> reachable =
        seen.seats().stream()
            .filter(seat -> !seat.host().equals(survivor.host()))
            .filter(seat -> seat.unreachable().isEmpty())
            .map(Seat::host)
            .toList();
    long revision = Survivors.revision(survivor.status().orElseThrow());
    Optional<String> silent =
        others.size() > reachable.size()
            ? Optional.of(
                "switch the lost hosts on one at a time, and let `add-member` with `discard` take"
                    + " each in: two of them at once are a cluster of their own")
            : Optional.empty();
    return new Decision.Satisfied<>(
        "%s survives at revision %d; %d others are or will be fenced"
            .formatted(survivor.host(), revision, others.size()),
        new Output(
            survivor.host(),
            others,
            reachable,
            Stream.concat(others.stream(), arguments.fenced().stream()).distinct().toList(),
            seen.apiServers().hosts().stream().filter(host -> !others.contains(host)).toList(),
            revision,
            silent.stream().toList()));
  }
}
