package io.github.etcdrunbook.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.world.IdPrediction;
import io.github.etcdrunbook.world.MemberId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every call against three real members: the tests of one version. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EtcdConnectionLabTest {
  private final String version;
  private LabEtcd cluster;
  private EtcdConnection first;

  EtcdConnectionLabTest(String version) {
    this.version = version;
  }

  @BeforeAll
  void start(@TempDir Path directory) {
    cluster = LabEtcd.plain(version, directory, 3, "--quota-backend-bytes=268435456");
    first = cluster.connect(0);
  }

  @AfterAll
  void stop() {
    first.close();
    cluster.close();
  }

  static <T> T ok(Answer<T> answer) {
    return switch (answer) {
      case Answer.Ok<T>(T value) -> value;
      case Answer.Failed<T>(EtcdFailure why) -> throw new AssertionError(why.toString());
    };
  }

  static Rejection rejection(Answer<?> answer) {
    return assertInstanceOf(EtcdFailure.Rejected.class, answer.failure().orElseThrow()).kind();
  }

  @Test
  void idsAreThoseThatThePredictionGives() {
    EndpointStatus status = ok(first.maintenance().status());
    List<MemberId> predicted =
        cluster.seats().stream()
            .map(seat -> IdPrediction.member(List.of(seat.peerUrl()), "lab"))
            .toList();
    assertEquals(predicted.getFirst(), status.identity().member());
    assertEquals(IdPrediction.cluster(predicted), status.identity().cluster());
    assertEquals(
        predicted.stream().sorted().toList(),
        ok(first.membership().listSerializable()).members().stream()
            .map(ClusterMember::id)
            .sorted()
            .toList());
  }

  @Test
  void statusTellsVersionLeaderAndSizes() {
    EndpointStatus status = ok(first.maintenance().status());
    assertTrue(status.versions().server().startsWith(version.charAt(0) + "." + version.charAt(1)));
    assertTrue(status.raft().leader().isPresent());
    assertTrue(status.raft().term() > 0);
    assertTrue(status.raft().index() > 0);
    assertTrue(status.space().fileBytes() >= status.space().usedBytes());
    assertEquals(Optional.empty(), status.versions().storage());
    assertFalse(status.learner());
  }

  @Test
  void bothMemberListsAgreeWhileThereIsQuorum() {
    MemberList serializable = ok(first.membership().listSerializable());
    assertEquals(3, serializable.members().size());
    assertEquals(serializable.members(), ok(first.membership().listLinearizable()).members());
    assertTrue(serializable.members().stream().allMatch(ClusterMember::started));
  }

  @Test
  void writesReadsAndDeletesAKey() {
    Bytes key = Bytes.utf8("/probe/one");
    long revision = ok(first.keys().put(key, Bytes.utf8("hello")));
    KeyPage page = ok(first.keys().read(KeyRange.key(key)));
    assertEquals(1, page.count());
    StoredKey stored = page.keys().getFirst();
    assertEquals(Bytes.utf8("hello"), stored.value());
    assertEquals(revision, stored.modRevision());
    assertEquals(revision, stored.createRevision());
    assertEquals(1, stored.version());
    assertEquals(1, ok(first.keys().delete(key)));
    assertEquals(0, ok(first.keys().delete(key)));
    assertEquals(0, ok(first.keys().read(KeyRange.key(key).serializable())).count());
    assertEquals(
        Bytes.utf8("hello"),
        ok(first.keys().read(KeyRange.key(key).at(revision))).keys().getFirst().value());
  }

  @Test
  void readsALongRangeInPagesOfOneRevision() {
    for (int i = 0; i < 25; i++) {
      ok(first.keys().put(Bytes.utf8("/pages/%02d".formatted(i)), Bytes.utf8("x")));
    }
    KeyRange range = KeyRange.prefix(Bytes.utf8("/pages/"));
    assertEquals(25, ok(first.keys().read(range.countOnly())).count());
    List<String> seen = new ArrayList<>();
    long pinned =
        ok(
            first
                .keys()
                .readAll(
                    range.keysOnly().serializable().limitedTo(10),
                    page -> {
                      page.keys().forEach(key -> seen.add(key.key().toString()));
                      ok(first.keys().put(Bytes.utf8("/pages/99"), Bytes.utf8("late")));
                      ok(
                          first
                              .keys()
                              .deleteRange(Bytes.utf8("/pages/20"), Bytes.utf8("/pages/22")));
                    }));
    assertEquals(25, seen.size());
    assertEquals("/pages/24", seen.getLast());
    assertTrue(pinned > 1);
    ok(first.keys().deleteRange(range.from(), range.end().orElseThrow()));
  }

  @Test
  void deletesOnlyWhatIsUnchanged() {
    Bytes key = Bytes.utf8("/events/one");
    ok(first.keys().put(key, Bytes.utf8("1")));
    List<StoredKey> before = ok(first.keys().read(KeyRange.key(key))).keys();
    ok(first.keys().put(key, Bytes.utf8("2")));
    assertFalse(ok(first.keys().deleteUnchanged(before)));
    List<StoredKey> now = ok(first.keys().read(KeyRange.key(key))).keys();
    assertTrue(ok(first.keys().deleteUnchanged(now)));
    assertEquals(0, ok(first.keys().read(KeyRange.key(key))).count());
  }

  @Test
  void compactsOnceAndSaysSoTheSecondTime() {
    ok(first.keys().put(Bytes.utf8("/compact"), Bytes.utf8("1")));
    long revision = ok(first.keys().put(Bytes.utf8("/compact"), Bytes.utf8("2")));
    ok(first.maintenance().compact(revision));
    assertEquals(Rejection.COMPACTED, rejection(first.maintenance().compact(revision)));
    assertEquals(
        Rejection.COMPACTED,
        rejection(first.keys().read(KeyRange.key(Bytes.utf8("/compact")).at(revision - 1))));
    assertEquals(
        Rejection.FUTURE_REVISION, rejection(first.maintenance().compact(revision + 100_000)));
    ok(first.keys().put(Bytes.utf8("/compact"), Bytes.utf8("3")));
    KeyHash hash = ok(first.maintenance().hash());
    assertEquals(revision, hash.compactRevision());
  }

  @Test
  void hashesOfTwoMembersAreEqualAtOneRevision() {
    long revision = ok(first.keys().put(Bytes.utf8("/hash"), Bytes.utf8("x")));
    try (EtcdConnection second = cluster.connect(1)) {
      LabEtcd.await(
          Duration.ofSeconds(5), () -> ok(second.maintenance().status()).revision() >= revision);
      KeyHash one = ok(first.maintenance().hash(revision));
      KeyHash two = ok(second.maintenance().hash(revision));
      assertTrue(one.comparableWith(two));
      assertEquals(one.hash(), two.hash());
    }
  }

  @Test
  void onlyTheLeaderHandsOverLeadership() {
    EndpointStatus status = ok(first.maintenance().status());
    MemberId leader = status.raft().leader().orElseThrow();
    List<MemberId> ids =
        cluster.seats().stream()
            .map(seat -> IdPrediction.member(List.of(seat.peerUrl()), "lab"))
            .toList();
    int follower = leader.equals(ids.get(0)) ? 1 : 0;
    try (EtcdConnection leading = cluster.connect(ids.indexOf(leader));
        EtcdConnection following = cluster.connect(follower)) {
      assertEquals(
          Rejection.NOT_LEADER, rejection(following.maintenance().moveLeader(ids.get(follower))));
      ok(leading.maintenance().moveLeader(ids.get(follower)));
      assertTrue(ok(following.maintenance().status()).leads());
      assertEquals(
          Rejection.BAD_LEADER_TARGET,
          rejection(following.maintenance().moveLeader(new MemberId(42))));
    }
  }

  @Test
  void listsAndDisarmsBothAlarms() {
    MemberId member = ok(first.maintenance().status()).identity().member();
    assertTrue(ok(first.alarms().health()).healthy());
    RaisedAlarm corrupt = new RaisedAlarm(member, AlarmKind.CORRUPT);
    RaisedAlarm noSpace = new RaisedAlarm(member, AlarmKind.NOSPACE);
    ok(first.alarms().activate(noSpace));
    assertEquals(
        Rejection.NO_SPACE, rejection(first.keys().put(Bytes.utf8("/x"), Bytes.utf8("y"))));
    assertEquals(List.of(noSpace), ok(first.maintenance().status()).alarms());
    assertFalse(ok(first.alarms().health()).healthy());
    assertEquals(List.of(noSpace), ok(first.alarms().disarm(noSpace)));
    ok(first.alarms().activate(corrupt));
    assertEquals(List.of(corrupt), ok(first.alarms().list()));
    assertEquals(List.of(corrupt), ok(first.maintenance().status()).alarms());
    assertEquals(Rejection.CORRUPT, rejection(first.keys().put(Bytes.utf8("/x"), Bytes.utf8("y"))));
    ok(first.alarms().disarm(corrupt));
    assertEquals(List.of(), ok(first.alarms().list()));
    ok(first.keys().put(Bytes.utf8("/x"), Bytes.utf8("y")));
  }

  @Test
  void defragments() {
    EndpointStatus status = ok(first.maintenance().status());
    assertEquals(status.identity(), ok(first.maintenance().defragment()));
  }

  @Test
  void savesASnapshotThatEtcdAccepts(@TempDir Path directory) throws IOException {
    ok(first.keys().put(Bytes.utf8("/snapshot"), Bytes.of(new byte[200_000])));
    Path file = directory.resolve("one.db");
    List<Long> progress = new ArrayList<>();
    SavedSnapshot saved = ok(first.snapshots().save(file, (bytes, of) -> progress.add(of)));
    assertEquals(Files.size(file), saved.bytes());
    assertEquals(32, saved.bytes() % 512);
    assertEquals(saved.bytes(), progress.getLast());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertFalse(Files.exists(directory.resolve("one.db.part")));
    assertTrue(
        LabCommand.run(directory, List.of("sha256sum", "one.db")).startsWith(saved.sha256()));
    String tool = version.equals("34") ? "etcdctl" : "etcdutl";
    cluster.tool(
        tool,
        "snapshot",
        "restore",
        file.toString(),
        "--data-dir=" + directory.resolve("restored"));
    assertTrue(Files.exists(directory.resolve("restored/member/snap/db")));
  }

  @Test
  void namesWhatEtcdRefusesAboutMembers() {
    String known = cluster.seats().getFirst().peerUrl();
    // A young member refuses every change until its peers have been connected for 5 s.
    LabEtcd.await(
        Duration.ofSeconds(15),
        () ->
            rejection(first.membership().addLearner(List.of(known))) == Rejection.PEER_URL_EXISTS);
    assertEquals(Rejection.MEMBER_NOT_FOUND, rejection(first.membership().remove(new MemberId(7))));
    assertEquals(
        Rejection.MEMBER_NOT_FOUND, rejection(first.membership().promote(new MemberId(7))));
    MemberId own = ok(first.maintenance().status()).identity().member();
    assertEquals(Rejection.NOT_A_LEARNER, rejection(first.membership().promote(own)));
  }
}
