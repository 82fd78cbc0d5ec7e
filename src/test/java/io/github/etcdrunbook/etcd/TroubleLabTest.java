package io.github.etcdrunbook.etcd;

import static io.github.etcdrunbook.etcd.EtcdConnectionLabTest.ok;
import static io.github.etcdrunbook.etcd.EtcdConnectionLabTest.rejection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.etcd.EtcdFailure.NoQuorum;
import io.github.etcdrunbook.etcd.EtcdFailure.TimedOut;
import io.github.etcdrunbook.etcd.EtcdFailure.Unreachable;
import io.github.etcdrunbook.etcd.LabEtcd.Seat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the adapter says when something is wrong: quickly, and in words that help. */
@Tag("lab")
final class TroubleLabTest {
  @TempDir Path directory;

  private static String unreachable(EtcdEndpoint endpoint) {
    try (EtcdConnection connection = LabEtcd.connect(endpoint)) {
      long start = System.nanoTime();
      EtcdFailure byStub = connection.maintenance().status().failure().orElseThrow();
      EtcdFailure byClient =
          connection.keys().read(KeyRange.key(Bytes.utf8("a"))).failure().orElseThrow();
      assertTrue(System.nanoTime() - start < Duration.ofSeconds(8).toNanos());
      assertEquals(byStub, byClient);
      assertFalse(byStub.mayHaveTakenEffect());
      return assertInstanceOf(Unreachable.class, byStub).cause();
    }
  }

  @Test
  void aClosedPortIsUnreachableAtOnce() {
    int port = LabEtcd.freePort("127.0.0.1");
    String cause = unreachable(EtcdEndpoint.plain("127.0.0.1", port));
    assertEquals("connection refused: /127.0.0.1:" + port, cause);
  }

  @Test
  void certificatesThatDoNotFitAreToldApart() {
    LabCertificates certificates = LabCertificates.in(directory);
    certificates.leafWithPkcs1Key("client", "ca");
    certificates.leafWithSec1Key("curve", "ca");
    certificates.leaf("expired", "ca", -1);
    certificates.authority("other");
    certificates.leaf("foreign", "other", 2);
    try (LabEtcd cluster = LabEtcd.mutualTls("35", directory, certificates, 1)) {
      EtcdEndpoint good = cluster.endpoint(0);
      for (TlsMaterial accepted :
          List.of(certificates.mutual("ca", "client"), certificates.mutual("ca", "curve"))) {
        try (EtcdConnection connection = LabEtcd.connect(secure(good, accepted))) {
          ok(connection.maintenance().status());
          ok(connection.keys().put(Bytes.utf8("a"), Bytes.utf8("b")));
        }
      }
      assertTrue(
          unreachable(secure(good, certificates.mutual("other", "client")))
              .contains("not signed by the given CA"));
      assertTrue(
          unreachable(secure(good, certificates.mutual("ca", "expired")))
              .contains("our client certificate has expired"));
      assertTrue(
          unreachable(secure(good, certificates.mutual("ca", "foreign")))
              .contains("client certificate"));
      assertTrue(
          unreachable(secure(good, TlsMaterial.trusting(certificates.pem("ca.crt"))))
              .contains("client certificate"));
      assertTrue(
          unreachable(good.named("elsewhere.example")).contains("certificate is for another name"));
      try (EtcdConnection connection = LabEtcd.connect(good.named("localhost"))) {
        ok(connection.maintenance().status());
      }
    }
  }

  private static EtcdEndpoint secure(EtcdEndpoint like, TlsMaterial tls) {
    return EtcdEndpoint.secure(like.host(), like.port(), tls);
  }

  @Test
  void anExpiredServerCertificateIsNamed() {
    LabCertificates certificates = LabCertificates.in(directory);
    certificates.leaf("client", "ca", 2);
    certificates.leaf("server", "ca", -1);
    int port = LabEtcd.freePort("127.0.0.1");
    try (TlsListener listener = TlsListener.start(certificates, port)) {
      assertTrue(listener.running());
      assertTrue(
          unreachable(EtcdEndpoint.secure("127.0.0.1", port, certificates.mutual("ca", "client")))
              .contains("the server's certificate has expired"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"34", "35"})
  void aFrozenMemberTimesOutAndOneOfThreeHasNoQuorum(String version) {
    try (LabEtcd cluster = LabEtcd.plain(version, directory, 3);
        EtcdConnection first = impatient(cluster, 0);
        EtcdConnection second = impatient(cluster, 1)) {
      ok(first.keys().put(Bytes.utf8("a"), Bytes.utf8("b")));
      ok(second.maintenance().status());
      cluster.freeze(1);
      EtcdFailure frozen = second.maintenance().status().failure().orElseThrow();
      assertInstanceOf(TimedOut.class, frozen);
      try (EtcdConnection fresh = impatient(cluster, 1)) {
        assertInstanceOf(TimedOut.class, fresh.maintenance().status().failure().orElseThrow());
        assertInstanceOf(TimedOut.class, fresh.maintenance().defragment().failure().orElseThrow());
      }
      cluster.kill(1);
      cluster.kill(2);
      LabEtcd.await(
          Duration.ofSeconds(15), () -> ok(first.maintenance().status()).raft().leader().isEmpty());
      withoutQuorum(first, version);
    }
  }

  private static EtcdConnection impatient(LabEtcd cluster, int index) {
    CallLimits limits = CallLimits.standard().withCall(Duration.ofSeconds(1));
    return ok(EtcdConnection.open(cluster.endpoint(index), limits));
  }

  private void withoutQuorum(EtcdConnection alone, String version) {
    assertTrue(
        ok(alone.maintenance().status()).errors().contains("etcdserver: no leader"),
        "status tells that there is no leader");
    assertEquals(3, ok(alone.membership().listSerializable()).members().size());
    if (version.equals("35")) {
      assertNoQuorum(alone.membership().listLinearizable());
    }
    assertEquals(1, ok(alone.keys().read(KeyRange.key(Bytes.utf8("a")).serializable())).count());
    assertNoQuorum(alone.keys().read(KeyRange.key(Bytes.utf8("a"))));
    assertNoQuorum(alone.keys().put(Bytes.utf8("a"), Bytes.utf8("c")));
    assertNoQuorum(alone.alarms().health());
    assertTrue(ok(alone.maintenance().hash()).hash() > 0);
    assertTrue(
        ok(alone.snapshots().save(directory.resolve("alone.db"), (bytes, of) -> {})).bytes() > 0);
  }

  private static void assertNoQuorum(Answer<?> answer) {
    EtcdFailure failure = answer.failure().orElseThrow();
    assertInstanceOf(NoQuorum.class, failure, failure.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"34", "35"})
  void aLearnerIsPromotedOnlyWhenItIsInSync(String version) {
    try (LabEtcd cluster = LabEtcd.plain(version, directory, 1);
        EtcdConnection first = cluster.connect(0)) {
      Seat seat = cluster.addSeat();
      ClusterMember added = ok(first.membership().addLearner(List.of(seat.peerUrl())));
      assertTrue(added.learner());
      assertFalse(added.started());
      assertEquals(
          Rejection.TOO_MANY_LEARNERS,
          rejection(first.membership().addLearner(List.of("http://127.0.0.9:1"))));
      assertEquals(
          Rejection.LEARNER_NOT_IN_SYNC, rejection(first.membership().promote(added.id())));
      cluster.start(1, "existing");
      LabEtcd.await(
          Duration.ofSeconds(15), () -> first.membership().promote(added.id()).failure().isEmpty());
      LabEtcd.await(
          Duration.ofSeconds(10),
          () ->
              ok(first.membership().listLinearizable()).members().stream()
                  .noneMatch(ClusterMember::learner));
      ok(
          first
              .membership()
              .updatePeerUrls(added.id(), List.of(seat.peerUrl(), "http://127.0.0.2:9")));
      LabEtcd.await(
          Duration.ofSeconds(15), () -> first.membership().remove(added.id()).failure().isEmpty());
      assertEquals(1, ok(first.membership().listLinearizable()).members().size());
      ClusterMember voter = ok(first.membership().add(List.of("http://127.0.0.9:9")));
      assertFalse(voter.learner());
    }
  }
}
