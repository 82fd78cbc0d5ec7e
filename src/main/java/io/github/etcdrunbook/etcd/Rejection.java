package io.github.etcdrunbook.etcd;

import java.util.Arrays;

/**
 * The refusals of etcd that a playbook tells apart, with the words that etcd uses for them
 * (api/v3rpc/rpctypes/error.go). Everything else is {@link #OTHER}.
 */
public enum Rejection {
  UNHEALTHY_CLUSTER("unhealthy cluster"),
  LEARNER_NOT_IN_SYNC("can only promote a learner member which is in sync with leader"),
  NOT_A_LEARNER("can only promote a learner member"),
  TOO_MANY_LEARNERS("too many learner members in cluster"),
  NOT_ENOUGH_STARTED_MEMBERS("re-configuration failed due to not enough started members"),
  MEMBER_NOT_FOUND("member not found"),
  MEMBER_EXISTS("member ID already exist"),
  PEER_URL_EXISTS("Peer URLs already exists"),
  BAD_PEER_URLS("given member URLs are invalid"),
  COMPACTED("mvcc: required revision has been compacted"),
  FUTURE_REVISION("mvcc: required revision is a future revision"),
  NO_SPACE("mvcc: database space exceeded"),
  CORRUPT("corrupt cluster"),
  NOT_LEADER("not leader"),
  BAD_LEADER_TARGET("bad leader transferee"),
  LEADER_CHANGED("leader changed"),
  NOT_FOR_LEARNER("rpc not supported for learner"),
  CLUSTER_ID_MISMATCH("cluster ID mismatch"),
  TOO_MANY_REQUESTS("too many requests"),
  REQUEST_TOO_LARGE("request is too large"),
  STOPPED("server stopped"),
  NOT_CAPABLE("not capable"),
  PERMISSION_DENIED("permission denied"),
  OTHER("");

  private static final String PREFIX = "etcdserver: ";

  private final String words;

  Rejection(String words) {
    this.words = words;
  }

  /** The kind of a refusal, from the text that etcd answers with. */
  static Rejection of(String text) {
    String said = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    return Arrays.stream(values())
        .filter(kind -> kind.words.equals(said))
        .findFirst()
        .orElse(OTHER);
  }

  /**
   * A put refused for space may have been stored on the members that still had room, and a call
   * that lost its leader may have been committed by the next one.
   */
  boolean mayHaveTakenEffect() {
    return switch (this) {
      case NO_SPACE, LEADER_CHANGED, STOPPED, OTHER -> true;
      case UNHEALTHY_CLUSTER,
          LEARNER_NOT_IN_SYNC,
          NOT_A_LEARNER,
          TOO_MANY_LEARNERS,
          NOT_ENOUGH_STARTED_MEMBERS,
          MEMBER_NOT_FOUND,
          MEMBER_EXISTS,
          PEER_URL_EXISTS,
          BAD_PEER_URLS,
          COMPACTED,
          FUTURE_REVISION,
          CORRUPT,
          NOT_LEADER,
          BAD_LEADER_TARGET,
          NOT_FOR_LEARNER,
          CLUSTER_ID_MISMATCH,
          TOO_MANY_REQUESTS,
          REQUEST_TOO_LARGE,
          NOT_CAPABLE,
          PERMISSION_DENIED ->
          false;
    };
  }
}
