package io.github.etcdrunbook.world;

/** The kinds of failure; a retry names the ones that it waits out. */
public enum FailureKind {
  /** The host or port does not answer. */
  UNREACHABLE,
  /** Host key, login, sudo or forwarding was refused. */
  REJECTED,
  /** A command ended with another status than 0. */
  COMMAND_FAILED,
  /** A deadline passed. */
  TIMED_OUT,
  /** The disk is full. */
  DISK_FULL,
  /** The world is not as the effect needs it. */
  UNSUITABLE,
  /** The engine's own rule stopped it. */
  INTERLOCK,
  /** etcd: "unhealthy cluster". */
  UNHEALTHY_CLUSTER,
  /** etcd: "can only promote a learner member which is in sync with leader". */
  LEARNER_NOT_IN_SYNC,
  /** etcd: "too many learner members in cluster". */
  TOO_MANY_LEARNERS,
  /** etcd: no leader, or no quorum. */
  NO_LEADER,
  /** etcd: "not leader". */
  NOT_LEADER,
  /** etcd: "mvcc: database space exceeded". */
  NO_SPACE,
  /** etcd: "required revision has been compacted". */
  COMPACTED,
  /** etcd: "member not found". */
  MEMBER_NOT_FOUND,
  /** etcd: another error. */
  ETCD_OTHER
}
