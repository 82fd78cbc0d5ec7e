package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Alarm;
import io.github.etcdrunbook.world.Condition;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.EtcdReader;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.HashAt;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.NewCluster;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import io.github.etcdrunbook.world.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Waits until the restored members are one cluster, and compares them with the prediction. */
public final class RestoreVerify
    implements Action<RestoreVerify.Arguments, RestoreVerify.Observation, RestoreVerify.Output> {

  /** What was restored. */
  public record Arguments(
      @Doc(value = "The snapshot file on this machine", example = "backups/prod-eu1.db")
          String snapshot,
      @Doc(value = "The hosts of the new cluster", example = "${steps.check.hosts}")
          List<HostName> members,
      @Doc(value = "What was added to the revision", example = "1000000000") long bump,
      @Doc(value = "How long the members may take to agree", byDefault = "2m") Duration limit) {}

  /** The prediction and what the members say. */
  public record Observation(
      Sight<SnapshotFacts> snapshot,
      NewCluster predicted,
      List<Seen> members,
      List<Alarm> alarms) {}

  /**
   * One member: its status, hash at the restored revision, and keys below /registry/.
   *
   * @param quorum it follows a leader, reads through it, and lists all members with client URLs
   */
  public record Seen(
      HostName host,
      Sight<MemberStatus> status,
      Sight<Value<HashAt>> hash,
      Sight<Value<Long>> registryKeys,
      boolean quorum) {}

  /** The new cluster. */
  public record Output(
      @Doc("The id of the new cluster") String cluster,
      @Doc("The revision that all members have at least") long revision,
      @Doc("The alarms that came with the snapshot") List<String> alarms) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.restore_verify",
        "Wait for the restored cluster and compare it with the prediction",
        "Every member answers with its predicted id and the predicted cluster id, all agree on one"
            + " leader, none is a learner; hashes at one revision are equal on all, there are"
            + " no more keys below /registry/ than in the snapshot, and no fewer than without those"
            + " that have a lease and may have expired. A CORRUPT alarm is refused.",
        Manual.Place.CLUSTER,
        """
        - id: verify
          uses: etcd.restore_verify
          with:
            snapshot: "${inputs.snapshot}"
            members: "${steps.check.hosts}"
            bump: "${steps.check.bump}"
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
    SortedMap<HostName, EtcdLayout> layouts = RestoreDesign.layouts(reader, arguments.members());
    String token = RestoreDesign.token(reader.standpoint().cluster(), reader.standpoint().run());
    NewCluster predicted = RestoreDesign.cluster(layouts, token, arguments.bump());
    Sight<SnapshotFacts> snapshot = reader.operator().snapshot(arguments.snapshot());
    long revision = snapshot.seen().map(SnapshotFacts::revision).orElse(0L) + arguments.bump();
    List<Seen> members = look(arguments.members(), reader.etcd(), revision);
    List<Alarm> alarms =
        members.stream()
            .filter(Seen::quorum)
            .findFirst()
            .flatMap(member -> reader.etcd().alarms(member.host()).seen())
            .orElse(List.of());
    return new Observation(snapshot, predicted, members, alarms);
  }

  /** Hashing and counting take a while: not before all are there, since an outage goes on. */
  private static List<Seen> look(List<HostName> hosts, EtcdReader etcd, long revision) {
    List<Seen> first = hosts.stream().map(host -> glance(host, etcd)).toList();
    return first.stream().allMatch(Seen::quorum)
        ? first.stream().map(seen -> measured(seen, etcd, revision)).toList()
        : first;
  }

  private static Seen glance(HostName host, EtcdReader etcd) {
    Sight<MemberStatus> status = etcd.status(host);
    boolean follows = status.seen().flatMap(MemberStatus::leader).isPresent();
    Failure unasked = new Failure.Unsuitable("the members are not one cluster yet", "wait");
    return new Seen(
        host,
        status,
        new Sight.Unseen<>(unasked),
        new Sight.Unseen<>(unasked),
        follows && etcd.linearizable(host) && published(host, etcd));
  }

  /** A member is started when it has published its client URLs; a restore sets only its name. */
  private static boolean published(HostName host, EtcdReader etcd) {
    return etcd.members(host)
        .seen()
        .filter(members -> members.stream().noneMatch(one -> one.clientUrls().isEmpty()))
        .isPresent();
  }

  private static Seen measured(Seen seen, EtcdReader etcd, long revision) {
    return new Seen(
        seen.host(),
        seen.status(),
        etcd.hash(seen.host(), revision),
        etcd.count(seen.host(), "/registry/"),
        seen.quorum());
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (seen.snapshot() instanceof Sight.Unseen<SnapshotFacts> bad) {
      return new Decision.Refused<>(bad.failure().what(), bad.failure().hint());
    }
    if (!seen.members().stream().allMatch(Seen::quorum)) {
      return new Decision.Change<>(
          "wait until the members are one cluster",
          List.of(
              Act.await(
                  new Effect.Await(
                      new Condition.Formed(arguments.members(), seen.predicted()),
                      arguments.limit()))));
    }
    SnapshotFacts facts = seen.snapshot().seen().orElseThrow();
    long revision = facts.revision() + arguments.bump();
    Optional<String> offence = RestoreOffence.find(seen, revision, facts.contents());
    return offence
        .<Decision<Output>>map(
            what ->
                new Decision.Refused<>(
                    what, "do not start an API server; undo takes the old data back"))
        .orElseGet(() -> satisfied(seen, facts, revision));
  }

  private static String expired(Observation seen, SnapshotFacts facts) {
    long now = seen.members().getFirst().registryKeys().seen().flatMap(Value::known).orElse(0L);
    long fewer = facts.contents().registryKeys() - now;
    return fewer == 0 ? "" : ", %,d keys with a lease have expired since".formatted(fewer);
  }

  private static Decision<Output> satisfied(Observation seen, SnapshotFacts facts, long revision) {
    List<String> alarms = seen.alarms().stream().map(Alarm::toString).toList();
    return new Decision.Satisfied<>(
        "cluster %s as predicted, hashes equal on %d members at revision %d%s"
            .formatted(
                seen.predicted().id(), seen.members().size(), revision, expired(seen, facts)),
        new Output(seen.predicted().id().toString(), revision, alarms));
  }
}
