package io.github.etcdrunbook.etcd;

import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.FailureKind;

/** Says in the world's words why a call to etcd gave no value. Pure. */
final class WorldFailures {
  private static final String NO_SPACE = "No space left on device";

  private WorldFailures() {}

  static Failure of(EtcdFailure failure) {
    return switch (failure) {
      case EtcdFailure.Unreachable unreachable ->
          new Failure.Unreachable("etcd is not reached: " + unreachable.message());
      case EtcdFailure.ConnectionLost lost -> new Failure.Unreachable(lost.message());
      case EtcdFailure.TimedOut late -> new Failure.TimedOut("an answer of etcd", late.limit());
      case EtcdFailure.NoQuorum none ->
          new Failure.EtcdRejected(FailureKind.NO_LEADER, none.message());
      case EtcdFailure.Rejected rejected ->
          new Failure.EtcdRejected(kind(rejected.kind()), rejected.message());
      case EtcdFailure.Damaged damaged when damaged.message().contains(NO_SPACE) ->
          new Failure.NoSpace(damaged.message());
      case EtcdFailure.Damaged damaged ->
          new Failure.Unsuitable(
              damaged.message(), "try again; if it persists, ask another member");
      case EtcdFailure.Interrupted interrupted ->
          new Failure.Unsuitable(interrupted.message(), "resume the run");
    };
  }

  private static FailureKind kind(Rejection rejection) {
    return switch (rejection) {
      case UNHEALTHY_CLUSTER -> FailureKind.UNHEALTHY_CLUSTER;
      case LEARNER_NOT_IN_SYNC -> FailureKind.LEARNER_NOT_IN_SYNC;
      case TOO_MANY_LEARNERS -> FailureKind.TOO_MANY_LEARNERS;
      case NOT_LEADER -> FailureKind.NOT_LEADER;
      case LEADER_CHANGED -> FailureKind.NO_LEADER;
      case NO_SPACE -> FailureKind.NO_SPACE;
      case COMPACTED -> FailureKind.COMPACTED;
      case MEMBER_NOT_FOUND -> FailureKind.MEMBER_NOT_FOUND;
      case NOT_A_LEARNER,
          NOT_ENOUGH_STARTED_MEMBERS,
          MEMBER_EXISTS,
          PEER_URL_EXISTS,
          BAD_PEER_URLS,
          FUTURE_REVISION,
          CORRUPT,
          BAD_LEADER_TARGET,
          NOT_FOR_LEARNER,
          CLUSTER_ID_MISMATCH,
          TOO_MANY_REQUESTS,
          REQUEST_TOO_LARGE,
          STOPPED,
          NOT_CAPABLE,
          PERMISSION_DENIED,
          OTHER ->
          FailureKind.ETCD_OTHER;
    };
  }
}
