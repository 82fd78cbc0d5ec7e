package io.github.etcdrunbook.world;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a member says of itself (etcd's Maintenance.Status), also without quorum.
 *
 * @param cluster the id of its cluster
 * @param member its own id
 * @param version its version, such as 3.5.16
 * @param leader the leader that it follows; empty when it knows none
 * @param learner whether it is a learner
 * @param progress revision, term and indexes, sizes
 * @param errors what it reports as errors, alarms included, as etcd words them
 */
public record MemberStatus(
    ClusterId cluster,
    MemberId member,
    String version,
    Optional<MemberId> leader,
    boolean learner,
    Value<Progress> progress,
    List<String> errors) {
  /** Rejects null and copies the errors. */
  public MemberStatus {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(member, "member");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(leader, "leader");
    Objects.requireNonNull(progress, "progress");
    errors = List.copyOf(errors);
  }

  /**
   * What moves by itself. Sizes in bytes.
   *
   * @param revision the newest revision of its key space
   * @param term the raft term
   * @param index the committed raft index
   * @param applied the applied raft index
   * @param size the size of the database file
   * @param inUse the part of it that is in use
   */
  public record Progress(
      long revision, long term, long index, long applied, long size, long inUse) {}
}
