package io.github.etcdrunbook.world;

import java.util.List;
import java.util.Objects;

/**
 * What a verified snapshot file holds.
 *
 * @param path where it lies on the operator's machine
 * @param sha256 digest of the whole file
 * @param size its size in bytes
 * @param revision its newest revision
 * @param keys distinct live keys
 * @param contents what else is known of its contents
 */
public record SnapshotFacts(
    String path, Sha256 sha256, long size, long revision, long keys, Contents contents) {
  /** Rejects null. */
  public SnapshotFacts {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(contents, "contents");
  }

  /**
   * What a snapshot tells beyond its size.
   *
   * @param version the cluster version inside, such as 3.5.0; empty text when there is none
   * @param uid the uid of the namespace kube-system; empty text when there is none
   * @param members the members that it was taken with
   * @param alarms the alarms that a restore inherits
   * @param registryKeys live keys below {@code /registry/}
   * @param leasedKeys those of them that end with a lease
   * @param auth whether etcd's own authentication is enabled inside
   */
  public record Contents(
      String version,
      String uid,
      List<Member> members,
      List<Alarm> alarms,
      long registryKeys,
      long leasedKeys,
      boolean auth) {
    /** Rejects null and copies the lists. */
    public Contents {
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(uid, "uid");
      members = List.copyOf(members);
      alarms = List.copyOf(alarms);
    }
  }
}
