package io.github.etcdrunbook.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Alarm;
import io.github.etcdrunbook.world.DescribedSnapshot;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.FailureKind;
import io.github.etcdrunbook.world.MemberId;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Settled;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.world.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter's readings and effects on real members. */
@Tag("lab")
class EtcdAdapterLabTest {
  private static final List<HostName> HOSTS =
      List.of(new HostName("cp1"), new HostName("cp2"), new HostName("cp3"));
  private static final HostName FIRST = HOSTS.getFirst();
  private static final EffectKey KEY =
      new EffectKey(
          new RunId("20261123-010203-ab12"),
          new EffectRef(new StepId("trial"), Optional.of(FIRST), 0),
          EffectKey.Phase.FORWARD,
          1);

  @TempDir private Path folder;
  private LabEtcd cluster;
  private EtcdAdapter adapter;
  private boolean sound = true;

  @BeforeEach
  void start() {
    cluster = LabEtcd.plain("35", folder, 3);
    adapter =
        new EtcdAdapter(
            host -> new Sight.Seen<>(cluster.endpoint(HOSTS.indexOf(host))),
            new Pretended(),
            CallLimits.standard().withCall(Duration.ofSeconds(3)));
    LabEtcd.await(Duration.ofSeconds(30), () -> adapter.linearizable(FIRST));
  }

  @AfterEach
  void stop() {
    adapter.close();
    cluster.close();
  }

  /** Another package's work: here it finds sound whatever it is told to. */
  private final class Pretended implements EtcdAdapter.Contents {
    @Override
    public List<Path> savedWith(Path snapshot) {
      return List.of();
    }

    @Override
    public Optional<DescribedSnapshot> described(Path file) {
      return Optional.empty();
    }

    @Override
    public Optional<String> uid(byte[] stored) {
      return Optional.of(new String(stored, java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public Sight<EtcdAdapter.Comparing> comparing(Path path) {
      return new Sight.Unseen<>(new Failure.Unreachable("not in this test"));
    }

    @Override
    public Sight<SnapshotFacts> snapshot(Path path) {
      return sound
          ? new Sight.Seen<>(
              new SnapshotFacts(
                  path.toString(),
                  new Sha256("0".repeat(64)),
                  7,
                  42,
                  1,
                  new SnapshotFacts.Contents("", "", List.of(), List.of(), 0, 0, false)))
          : new Sight.Unseen<>(new Failure.Unsuitable("not sound", "take another"));
    }

    @Override
    public String description(Path file, SnapshotFacts facts) {
      return "revision " + facts.revision();
    }
  }

  private Performed perform(Effect effect) {
    return adapter.writer().perform(effect, KEY, Duration.ofSeconds(30), Progress.none());
  }

  private MemberId raise(AlarmKind kind) {
    try (EtcdConnection member = cluster.connect(0)) {
      MemberId id = member.maintenance().status().found().orElseThrow().identity().member();
      assertTrue(member.alarms().activate(new RaisedAlarm(id, kind)).found().isPresent());
      return id;
    }
  }

  @Test
  void eachMemberAnswersForItself() {
    List<MemberId> ids =
        HOSTS.stream()
            .map(host -> adapter.status(host).seen().orElseThrow().member())
            .distinct()
            .toList();

    assertEquals(3, ids.size());
    assertEquals(3, adapter.members(FIRST).seen().orElseThrow().size());
    assertEquals(
        adapter.hash(HOSTS.get(1), 1).seen().orElseThrow(),
        adapter.hash(HOSTS.get(2), 1).seen().orElseThrow());
  }

  @Test
  void aProbeLeavesNothingBehind() {
    assertInstanceOf(Performed.Done.class, perform(new Effect.WriteProbe(FIRST, "etcd-runbook/x")));

    assertEquals(
        Optional.of(0L), adapter.count(FIRST, "etcd-runbook/").seen().orElseThrow().known());
  }

  @Test
  void disarmsOneAlarmAndSettlesIt() {
    Alarm alarm = new Alarm(Alarm.Type.NOSPACE, raise(AlarmKind.NOSPACE));
    Effect disarm = new Effect.DisarmAlarm(FIRST, alarm);
    assertInstanceOf(Settled.NotDone.class, adapter.writer().settle(disarm, KEY));
    assertEquals(
        Optional.of(FailureKind.NO_SPACE),
        failure(perform(new Effect.WriteProbe(FIRST, "etcd-runbook/x"))).map(Failure::kind));

    assertInstanceOf(Performed.Done.class, perform(disarm));

    assertEquals(List.of(), adapter.alarms(FIRST).seen().orElseThrow());
    assertInstanceOf(Settled.Done.class, adapter.writer().settle(disarm, KEY));
  }

  private static Optional<Failure> failure(Performed performed) {
    return switch (performed) {
      case Performed.Done done -> Optional.empty();
      case Performed.NotDone not -> Optional.of(not.failure());
      case Performed.Unclear unclear -> Optional.of(unclear.failure());
    };
  }

  @Test
  void findsTheCompactedRevisionAndCompactsOnce() {
    try (EtcdConnection member = cluster.connect(0)) {
      for (int i = 0; i < 20; i++) {
        Bytes key = Bytes.utf8("some");
        assertTrue(member.keys().put(key, key).found().isPresent());
      }
    }
    assertEquals(Optional.of(0L), compacted());
    Effect compact = new Effect.Compact(FIRST, Value.drifting(7L));
    assertInstanceOf(Settled.NotDone.class, adapter.writer().settle(compact, KEY));

    assertInstanceOf(Performed.Done.class, perform(compact));

    assertEquals(Optional.of(7L), compacted());
    assertInstanceOf(Settled.Done.class, adapter.writer().settle(compact, KEY));
    assertInstanceOf(Performed.Done.class, perform(compact));
    assertInstanceOf(
        Performed.NotDone.class, perform(new Effect.Compact(FIRST, Value.drifting(4000L))));
  }

  private Optional<Long> compacted() {
    return adapter.compacted(HOSTS.get(1)).seen().flatMap(Value::known);
  }

  @Test
  void defragmentsToWhatIsInUse() {
    Effect defragment = new Effect.Defragment(FIRST);
    assertInstanceOf(Performed.Done.class, perform(defragment));

    assertInstanceOf(Settled.Done.class, adapter.writer().settle(defragment, KEY));
  }

  @Test
  void handsLeadershipToAnotherMember() {
    HostName leader = HOSTS.stream().filter(host -> leads(host)).findFirst().orElseThrow();
    Effect away = new Effect.LeaderAway(leader);
    assertInstanceOf(Settled.NotDone.class, adapter.writer().settle(away, KEY));

    assertInstanceOf(Performed.Done.class, perform(away));

    assertInstanceOf(Settled.Done.class, adapter.writer().settle(away, KEY));
    assertInstanceOf(Performed.Done.class, perform(away));
    assertEquals(1, HOSTS.stream().filter(host -> leads(host)).count());
  }

  private boolean leads(HostName host) {
    return adapter
        .status(host)
        .seen()
        .filter(status -> status.leader().equals(Optional.of(status.member())))
        .isPresent();
  }

  @Test
  void disarmsNoSpaceAlarmWhileDataIsCorrupt() {
    Alarm full = new Alarm(Alarm.Type.NOSPACE, raise(AlarmKind.NOSPACE));
    raise(AlarmKind.CORRUPT);

    Performed performed = perform(new Effect.DisarmAlarm(FIRST, full));

    assertEquals(
        "a CORRUPT alarm is raised",
        assertInstanceOf(Performed.NotDone.class, performed).failure().what());
    assertTrue(adapter.alarms(FIRST).seen().orElseThrow().contains(full));
  }

  @Test
  void withoutQuorumAMemberAnswersButDoesNotAgree() {
    cluster.kill(1);
    cluster.kill(2);
    LabEtcd.await(Duration.ofSeconds(30), () -> !adapter.linearizable(FIRST));

    assertTrue(adapter.status(FIRST).seen().isPresent());
    assertTrue(adapter.members(FIRST).seen().isPresent());
    assertTrue(adapter.status(HOSTS.get(1)).unseen().isPresent());
    assertInstanceOf(
        Performed.Done.class,
        perform(new Effect.SaveSnapshot(FIRST, folder.resolve("s.db").toString())));
  }

  @Test
  void aSnapshotIsPublishedOnlyWhenItIsSound() throws IOException {
    Path file = folder.resolve("new/s.db");
    Effect save = new Effect.SaveSnapshot(FIRST, file.toString());
    sound = false;
    assertInstanceOf(Performed.NotDone.class, perform(save));
    assertFalse(Files.exists(file));
    try (var left = Files.list(file.getParent())) {
      assertEquals(List.of(), left.toList());
    }
    sound = true;

    assertInstanceOf(
        EffectResult.Saved.class, assertInstanceOf(Performed.Done.class, perform(save)).result());

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertInstanceOf(Settled.Done.class, adapter.writer().settle(save, KEY));
    assertEquals(
        file + " exists already",
        assertInstanceOf(Performed.NotDone.class, perform(save)).failure().what());
  }
}
