package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.ClusterId;
import io.github.etcdrunbook.world.Condition;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.HashAt;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberId;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Waits until the members are one cluster of exactly these hosts, with equal data. */
public final class MembersVerify
    implements Action<MembersVerify.Arguments, MembersVerify.Observation, MembersVerify.Output> {

  /** Who should be the members. */
  public record Arguments(
      @Doc(
              value = "The hosts of all members; empty: every etcd host whose etcd may run",
              byDefault = "[]",
              example = "${steps.check.remaining}")
          List<HostName> hosts,
      @Doc(value = "How long they may take to agree", byDefault = "2m") Duration limit) {}

  /** What they say. */
  public record Observation(
      List<HostName> hosts, List<Seen> members, Optional<List<Member>> list, long revision) {}

  /** One member; its hash is that of the lowest revision of all. */
  public record Seen(
      HostName host, Optional<MemberStatus> status, boolean serves, Optional<HashAt> hash) {}

  /** The cluster. */
  public record Output(
      @Doc("The id of the cluster") String cluster,
      @Doc("The names of its members") List<String> members) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.members_verify",
        "Wait until the members are one cluster with equal data",
        "Every host's member answers linearizable reads, all belong to one cluster and follow one"
            + " leader, the member list has exactly them, none is a learner, and the hashes of all"
            + " keys at one revision are equal.",
        Manual.Place.CLUSTER,
        """
        - id: verify
          uses: etcd.members_verify
          with: {hosts: "${steps.check.remaining}"}
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
    List<HostName> hosts =
        arguments.hosts().isEmpty()
            ? reader.etcdHosts().stream().filter(host -> mayRun(host, reader)).toList()
            : arguments.hosts();
    List<Optional<MemberStatus>> statuses =
        hosts.stream().map(host -> reader.etcd().status(host).seen()).toList();
    long lowest =
        statuses.stream()
            .flatMap(Optional::stream)
            .flatMap(status -> status.progress().known().stream())
            .mapToLong(MemberStatus.Progress::revision)
            .min()
            .orElse(0);
    List<Seen> members =
        hosts.stream()
            .map(
                host ->
                    new Seen(
                        host,
                        statuses.get(hosts.indexOf(host)),
                        reader.etcd().linearizable(host),
                        reader.etcd().hash(host, lowest).seen().flatMap(Value::known)))
            .toList();
    Optional<List<Member>> list =
        hosts.stream().findFirst().flatMap(host -> reader.etcd().members(host).seen());
    return new Observation(hosts, members, list, lowest);
  }

  private static boolean mayRun(HostName host, Reader reader) {
    return reader
        .host(host)
        .seen()
        .map(seen -> seen.unit(Unit.ETCD))
        .filter(unit -> unit.startable() || unit.running().isPresent())
        .isPresent();
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (seen.hosts().isEmpty()) {
      return new Decision.Refused<>("no host has an etcd that may run", "name the hosts");
    }
    if (!seen.members().stream().allMatch(Seen::serves)) {
      return new Decision.Change<>(
          "wait until the members agree",
          List.of(
              Act.await(new Effect.Await(new Condition.Quorum(seen.hosts()), arguments.limit()))));
    }
    Optional<Objection> objection = cluster(seen).or(() -> list(seen)).or(() -> hashes(seen));
    return objection
        .map(one -> Objection.<Output>refuse(List.of(one)))
        .orElseGet(() -> satisfied(seen));
  }

  private static Optional<Objection> cluster(Observation seen) {
    Set<ClusterId> clusters =
        seen.members().stream()
            .flatMap(one -> one.status().stream())
            .map(MemberStatus::cluster)
            .collect(Collectors.toUnmodifiableSet());
    return clusters.size() == 1
        ? Optional.empty()
        : Optional.of(
            new Objection(
                "the members belong to different clusters: " + clusters,
                "stop all but one of the clusters at once, and find out which data is wanted"));
  }

  private static Optional<Objection> list(Observation seen) {
    if (seen.list().isEmpty()) {
      return Optional.of(new Objection("no member lists the members", "try again"));
    }
    Set<MemberId> here =
        seen.members().stream()
            .flatMap(one -> one.status().stream())
            .map(MemberStatus::member)
            .collect(Collectors.toUnmodifiableSet());
    for (Member member : seen.list().get()) {
      if (member.learner() || member.name().isEmpty()) {
        return Optional.of(
            new Objection(
                "member " + member.id() + " " + member.peerUrls() + " is not a started voter",
                "promote or remove it"));
      }
      if (!here.contains(member.id())) {
        return Optional.of(
            new Objection(
                "the member list also has " + member.name() + " " + member.peerUrls(),
                "bring that member back, or remove it"));
      }
    }
    return seen.list().get().size() == here.size()
        ? Optional.empty()
        : Optional.of(new Objection("a member that answers is not listed", "look at the list"));
  }

  /** Hashes say something only where the history was compacted alike. */
  private static Optional<Objection> hashes(Observation seen) {
    if (seen.members().stream().anyMatch(one -> one.hash().isEmpty())) {
      return Optional.of(new Objection("a member does not tell its hash", "try again"));
    }
    Set<HashAt> hashes =
        seen.members().stream()
            .flatMap(one -> one.hash().stream())
            .collect(Collectors.toUnmodifiableSet());
    if (hashes.stream().map(HashAt::compacted).distinct().count() > 1) {
      return Optional.of(
          new Objection("the members are compacting and cannot be compared now", "try again"));
    }
    return hashes.size() == 1
        ? Optional.empty()
        : Optional.of(
            new Objection(
                "the members have different data at revision " + seen.revision(),
                "find the corrupt member, remove it and add it again with empty data"));
  }

  private static Decision<Output> satisfied(Observation seen) {
    String cluster = seen.members().getFirst().status().orElseThrow().cluster().toString();
    List<String> names = seen.list().orElseThrow().stream().map(Member::name).sorted().toList();
    return new Decision.Satisfied<>(
        "one cluster %s of %s with equal hashes".formatted(cluster, String.join(", ", names)),
        new Output(cluster, names));
  }
}
