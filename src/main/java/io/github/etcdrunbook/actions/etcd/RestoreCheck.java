package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.NewCluster;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.RestoreTool;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Checks all that a restore needs, on every host, and fixes its design. Changes nothing. */
public final class RestoreCheck
    implements Action<RestoreCheck.Arguments, RestoreCheck.Observation, RestoreCheck.Output> {

  /** What the operator wants, and why. */
  public record Arguments(
      @Doc(value = "The snapshot file on this machine", example = "backups/prod-eu1.db")
          String snapshot,
      @Doc(
              value = "Hosts that are gone for good; left out of the new cluster",
              byDefault = "[]",
              example = "[cp3]")
          List<HostName> fenced,
      @Doc(
              value = "What makes a restore right while the cluster still has quorum",
              byDefault = "\"\"",
              example = "namespace payments was deleted")
          String reason,
      @Doc(
              value =
                  "The kube-system uid of another cluster whose snapshot is wanted all the same",
              byDefault = "\"\"",
              example = "0c7d2c1e-9f7a-4c55-8f52-9c6e1f0a2b3d")
          String otherCluster) {}

  /** All that was seen. */
  public record Observation(
      Standpoint standpoint,
      Sight<SnapshotFacts> snapshot,
      List<RestoreSite> sites,
      ApiServers apiServers,
      Live live) {}

  /**
   * What the cluster still says of itself.
   *
   * @param quorum whether some member answers a linearizable read
   * @param revision the newest revision of a member that answers
   * @param uid the uid of the namespace kube-system
   * @param version the version of a member that answers
   */
  public record Live(
      boolean quorum,
      Optional<Value<Long>> revision,
      Optional<String> uid,
      Optional<String> version) {}

  /** The design of the restore. */
  public record Output(
      @Doc("The hosts of the new cluster") List<HostName> hosts,
      @Doc("The hosts of the inventory that carry an API server") List<HostName> apiServers,
      @Doc("The predicted id of the new cluster") String cluster,
      @Doc("The members with their predicted ids") List<Member> members,
      @Doc("What is added to the snapshot's revision; 0 when the tool cannot") long bump,
      @Doc("The revision that the restored cluster has") long revision,
      @Doc("The newest revision that a member has now; 0 when none answers") Value<Long> live,
      @Doc("Revisions that were written after the snapshot and will be lost") Value<Long> lost,
      @Doc("What the operator should know") List<String> warnings) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.restore_check",
        "Check all that a restore needs and fix its design",
        "Looks at the snapshot, every etcd host and the living cluster. Refuses what would hurt: a"
            + " host that does not answer and is not fenced, a fenced host whose etcd runs, another"
            + " cluster's snapshot, a restore of a healthy cluster without a reason, an API server"
            + " that no host of the inventory is known to carry, a missing or different restore"
            + " tool, too little space, a mount point as data directory, certificates that are not"
            + " valid. All problems are told at once.",
        Manual.Place.CLUSTER,
        """
        - id: check
          uses: etcd.restore_check
          with: {snapshot: "${inputs.snapshot}", reason: "${inputs.reason}"}
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
    List<RestoreSite> sites =
        reader.etcdHosts().stream().map(host -> RestoreSite.look(host, reader.host(host))).toList();
    return new Observation(
        reader.standpoint(),
        reader.operator().snapshot(arguments.snapshot()),
        sites,
        ApiServers.look(reader),
        live(reader));
  }

  private static Live live(Reader reader) {
    List<HostName> answering = new ArrayList<>();
    Optional<Value<Long>> revision = Optional.empty();
    Optional<String> version = Optional.empty();
    for (HostName host : reader.etcdHosts()) {
      Optional<MemberStatus> status = reader.etcd().status(host).seen();
      if (status.isPresent()) {
        answering.add(host);
        Value<Long> mine = status.get().progress().map(MemberStatus.Progress::revision);
        revision =
            Optional.of(revision.map(most -> Value.both(most, mine, Math::max)).orElse(mine));
        version = Optional.of(status.get().version());
      }
    }
    Optional<String> uid =
        answering.stream()
            .findFirst()
            .flatMap(host -> reader.etcd().clusterUid(host).seen())
            .flatMap(Value::known)
            .filter(text -> !text.isEmpty());
    boolean quorum = answering.stream().anyMatch(host -> reader.etcd().linearizable(host));
    return new Live(quorum, revision, uid, version);
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (seen.snapshot() instanceof Sight.Unseen<SnapshotFacts> bad) {
      return new Decision.Refused<>(bad.failure().what(), bad.failure().hint());
    }
    SnapshotFacts facts = seen.snapshot().seen().orElseThrow();
    List<RestoreProblem> problems = new ArrayList<>();
    problems.addAll(SiteProblems.of(arguments, seen, facts));
    problems.addAll(ClusterProblems.of(arguments, seen, facts));
    problems.addAll(
        seen.apiServers()
            .problems(arguments.fenced(), seen.sites().stream().map(RestoreSite::host).toList()));
    if (!problems.isEmpty()) {
      return new Decision.Refused<>(
          String.join("\n", problems.stream().map(RestoreProblem::what).toList()),
          String.join("\n", problems.stream().map(RestoreProblem::hint).distinct().toList()));
    }
    return design(arguments, seen, facts);
  }

  private static Decision<Output> design(
      Arguments arguments, Observation seen, SnapshotFacts facts) {
    SortedMap<HostName, EtcdLayout> layouts = new TreeMap<>();
    members(arguments, seen).forEach(site -> layouts.put(site.host(), site.layout().orElseThrow()));
    boolean bumps =
        members(arguments, seen).stream()
            .allMatch(site -> site.tool().map(RestoreTool::bumps).orElse(false));
    long bump = bumps ? RestoreDesign.bump(facts, seen.live().revision()) : 0;
    Standpoint here = seen.standpoint();
    NewCluster cluster =
        RestoreDesign.cluster(layouts, RestoreDesign.token(here.cluster(), here.run()), bump);
    List<HostName> apiServers =
        seen.apiServers().hosts().stream()
            .filter(host -> !arguments.fenced().contains(host))
            .toList();
    Value<Long> live = seen.live().revision().orElse(Value.fixed(0L));
    Output output =
        new Output(
            List.copyOf(layouts.keySet()),
            apiServers,
            cluster.id().toString(),
            cluster.members(),
            bump,
            facts.revision() + bump,
            live,
            live.map(newest -> Math.max(0, newest - facts.revision())),
            RestoreWarnings.of(arguments, seen, facts, bumps));
    return new Decision.Satisfied<>(
        "new cluster %s of %s, revision %d"
            .formatted(
                cluster.id(),
                String.join(", ", layouts.keySet().stream().map(HostName::text).toList()),
                output.revision()),
        output);
  }

  /** The sites that become members: all but the fenced. */
  static List<RestoreSite> members(Arguments arguments, Observation seen) {
    return seen.sites().stream().filter(site -> !arguments.fenced().contains(site.host())).toList();
  }
}
