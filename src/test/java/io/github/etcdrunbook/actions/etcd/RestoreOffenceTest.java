package io.github.etcdrunbook.actions.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.actions.etcd.RestoreVerify.Observation;
import io.github.etcdrunbook.actions.etcd.RestoreVerify.Seen;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.ClusterId;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.HashAt;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberId;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.NewCluster;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import io.github.etcdrunbook.world.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys are counted before a client can write: nothing but the end of leases takes some away. */
final class RestoreOffenceTest {
  private static final long REVISION = 1_000;
  private static final MemberId MEMBER = new MemberId(1);
  private static final ClusterId CLUSTER = new ClusterId(2);
  private static final SnapshotFacts.Contents HELD =
      new SnapshotFacts.Contents("3.5.0", "", List.of(), List.of(), 100, 10, false);

  private static Observation counted(long keys) {
    MemberStatus status =
        new MemberStatus(
            CLUSTER,
            MEMBER,
            "3.5.16",
            Optional.of(MEMBER),
            false,
            Value.drifting(new MemberStatus.Progress(REVISION, 2, 5, 5, 100, 100)),
            List.of());
    Seen seen =
        new Seen(
            new HostName("cp1"),
            new Sight.Seen<>(status),
            new Sight.Seen<>(Value.drifting(new HashAt(REVISION, 0, "abc"))),
            new Sight.Seen<>(Value.drifting(keys)),
            true);
    Member member = new Member(MEMBER, "cp1", List.of("https://a:2380"), List.of(), false);
    return new Observation(
        new Sight.Unseen<>(new Failure.Unreachable("not looked at")),
        new NewCluster("token", CLUSTER, List.of(member), 0),
        List.of(seen),
        List.of());
  }

  private static Optional<String> found(long keys) {
    return RestoreOffence.find(counted(keys), REVISION, HELD);
  }

  @ParameterizedTest
  @CsvSource({"100", "95", "90"})
  void keysWithALeaseMayHaveExpired(long keys) {
    assertEquals(Optional.empty(), found(keys));
  }

  @ParameterizedTest
  @CsvSource({"101", "89", "0"})
  void anyOtherDifferenceStopsTheRestoreWhileItCanBeTakenBack(long keys) {
    assertEquals(
        Optional.of(
            "cp1 has "
                + keys
                + " keys below /registry/, the snapshot has 100, of which 10 may expire"),
        found(keys));
  }
}
