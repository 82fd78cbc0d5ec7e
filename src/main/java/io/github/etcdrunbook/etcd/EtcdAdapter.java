package io.github.etcdrunbook.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Alarm;
import io.github.etcdrunbook.world.DescribedSnapshot;
import io.github.etcdrunbook.world.EtcdReader;
import io.github.etcdrunbook.world.EtcdUrl;
import io.github.etcdrunbook.world.EtcdWriter;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.HashAt;
import io.github.etcdrunbook.world.Loss;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import io.github.etcdrunbook.world.Space;
import io.github.etcdrunbook.world.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The real etcd, member by member. Connections are kept as long as the way to a host stays the
 * same. Safe for several threads; close it when done.
 */
public final class EtcdAdapter implements EtcdReader, AutoCloseable {
  private static final Bytes HEALTH_KEY = Bytes.utf8("health");

  /** Where the API server keeps the namespace by whose uid a cluster is known. */
  private static final Bytes NAMESPACE_KEY = Bytes.utf8("/registry/namespaces/kube-system");

  private final EtcdMembers members;
  private final Contents contents;

  /** What is known of the contents that etcd only carries. */
  public interface Contents {
    /** The uid of a Kubernetes object, from its stored form. */
    Optional<String> uid(byte[] stored);

    /** What a snapshot file is: verified, with what is in it. */
    Sight<SnapshotFacts> snapshot(Path path);

    /** Begins to compare a snapshot file with living keys. */
    Sight<Comparing> comparing(Path path);

    /** What lies beside a saved snapshot: the result of its verification, as text. */
    String description(Path file, SnapshotFacts facts);

    /** What a file is by the description beside it; empty when it has none of its own. */
    Optional<DescribedSnapshot> described(Path file);

    /** The other files that were saved with a snapshot, also where that is gone already. */
    List<Path> savedWith(Path snapshot) throws IOException;
  }

  /** Takes living keys one by one and tells at the end what is different. */
  public interface Comparing {
    /** A living key. */
    void living(StoredKey key);

    /** All keys have been given. */
    Loss finished();
  }

  /** An adapter that finds the members through these doors. */
  public EtcdAdapter(EtcdDoors doors, Contents contents, CallLimits limits) {
    this.members = new EtcdMembers(doors, limits);
    this.contents = contents;
  }

  /** What changes etcd; it uses the same connections. */
  public EtcdWriter writer() {
    return new ChangingEtcd(members, this, contents);
  }

  /** Reads all keys of the cluster; it uses the same connections. */
  public LivingKeys livingKeys() {
    return new LivingKeys(members);
  }

  @Override
  public Sight<MemberStatus> status(HostName host) {
    return members.ask(host, member -> member.maintenance().status().map(EtcdAdapter::status));
  }

  private static MemberStatus status(EndpointStatus seen) {
    return new MemberStatus(
        seen.identity().cluster(),
        seen.identity().member(),
        seen.versions().server(),
        seen.raft().leader(),
        seen.learner(),
        Value.drifting(
            new MemberStatus.Progress(
                seen.revision(),
                seen.raft().term(),
                seen.raft().index(),
                seen.raft().applied(),
                seen.space().fileBytes(),
                seen.space().usedBytes())),
        seen.errors());
  }

  @Override
  public Sight<List<Member>> members(HostName host) {
    Sight<List<Member>> listed =
        members.ask(
            host,
            member ->
                member
                    .membership()
                    .listSerializable()
                    .map(list -> list.members().stream().map(EtcdAdapter::member).toList()));
    return listed
        .seen()
        .flatMap(EtcdAdapter::objection)
        .<Sight<List<Member>>>map(Sight.Unseen::new)
        .orElse(listed);
  }

  /** A member with a URL that nobody could ask is told here, once for all who read the list. */
  static Optional<Failure> objection(List<Member> members) {
    return members.stream()
        .flatMap(
            member ->
                member.peerUrls().stream()
                    .flatMap(url -> EtcdUrl.objection(url).stream())
                    .map(bad -> "a peer URL of member " + member.id() + " is " + bad))
        .findFirst()
        .map(what -> new Failure.Unsuitable(what, "give it another: `etcdctl member update`"));
  }

  private static Member member(ClusterMember seen) {
    return new Member(seen.id(), seen.name(), seen.peerUrls(), seen.clientUrls(), seen.learner());
  }

  @Override
  public Sight<List<Alarm>> alarms(HostName host) {
    return members.ask(
        host,
        member ->
            member
                .alarms()
                .list()
                .map(raised -> raised.stream().flatMap(one -> alarm(one).stream()).toList()));
  }

  private static Optional<Alarm> alarm(RaisedAlarm raised) {
    return switch (raised.kind()) {
      case NOSPACE -> Optional.of(new Alarm(Alarm.Type.NOSPACE, raised.member()));
      case CORRUPT -> Optional.of(new Alarm(Alarm.Type.CORRUPT, raised.member()));
      case UNKNOWN -> Optional.empty();
    };
  }

  @Override
  public Sight<Space> space(HostName host) {
    return Space.of(status(host));
  }

  @Override
  public Sight<Value<Long>> compacted(HostName host) {
    return members.ask(host, member -> member.keys().compacted().map(Value::drifting));
  }

  @Override
  public Sight<Value<HashAt>> hash(HostName host, long revision) {
    return members.ask(
        host,
        member ->
            member
                .maintenance()
                .hash(revision)
                .map(
                    seen ->
                        Value.drifting(
                            new HashAt(
                                seen.revision(),
                                seen.compactRevision(),
                                Long.toHexString(seen.hash())))));
  }

  @Override
  public Sight<Value<Long>> count(HostName host, String prefix) {
    KeyRange range = KeyRange.prefix(Bytes.utf8(prefix)).countOnly().serializable();
    return members.ask(
        host, member -> member.keys().read(range).map(page -> Value.drifting(page.count())));
  }

  @Override
  public Sight<Value<List<String>>> keys(HostName host, String prefix, int limit) {
    KeyRange range = KeyRange.prefix(Bytes.utf8(prefix)).keysOnly().serializable().limitedTo(limit);
    return members.ask(
        host,
        member ->
            member
                .keys()
                .read(range)
                .map(
                    page ->
                        Value.drifting(
                            page.keys().stream().map(stored -> stored.key().toString()).toList())));
  }

  @Override
  public Sight<Value<String>> clusterUid(HostName host) {
    KeyRange range = KeyRange.key(NAMESPACE_KEY).serializable();
    Function<KeyPage, Value<String>> uid =
        page ->
            Value.fixed(
                page.keys().stream()
                    .flatMap(stored -> contents.uid(stored.value().toArray()).stream())
                    .findFirst()
                    .orElse(""));
    return members.ask(host, member -> member.keys().read(range).map(uid));
  }

  @Override
  public Sight<Value<Loss>> loss(List<HostName> hosts, String snapshot) {
    return switch (contents.comparing(Path.of(snapshot))) {
      case Sight.Unseen<Comparing> unseen -> new Sight.Unseen<>(unseen.failure());
      case Sight.Seen<Comparing> seen ->
          switch (livingKeys().read(hosts, seen.value()::living)) {
            case Sight.Unseen<LivingKeys.Source> unseen -> new Sight.Unseen<>(unseen.failure());
            case Sight.Seen<LivingKeys.Source> read ->
                new Sight.Seen<>(Value.drifting(seen.value().finished()));
          };
    };
  }

  @Override
  public boolean linearizable(HostName host) {
    return members
        .to(host)
        .seen()
        .map(member -> member.keys().read(KeyRange.key(HEALTH_KEY).countOnly()))
        .filter(EtcdAdapter::wentThrough)
        .isPresent();
  }

  /** Being refused for lack of permission is an answer that a majority agreed on. */
  private static boolean wentThrough(Answer<KeyPage> answer) {
    return answer.found().isPresent()
        || (answer.failure().orElse(null) instanceof EtcdFailure.Rejected rejected
            && rejected.kind() == Rejection.PERMISSION_DENIED);
  }

  /**
   * Closes the connection to the member on a host. To be called before it is stopped: a server that
   * has open connections waits for them, a second and more.
   */
  public void hangUp(HostName host) {
    members.hangUp(host);
  }

  @Override
  public void close() {
    members.close();
  }
}
