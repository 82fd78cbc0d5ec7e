package io.github.etcdrunbook.snapshot;

import io.github.etcdrunbook.world.Alarm;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a snapshot holds, as far as it can be read. Immutable. */
public record SnapshotContents(Figures figures, Origin origin, Inheritance inheritance) {
  /** Rejects null. */
  public SnapshotContents {
    Objects.requireNonNull(figures, "figures");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(inheritance, "inheritance");
  }

  /**
   * The numbers.
   *
   * @param hash as etcdutl prints it: CRC-32C over all buckets
   * @param revision the newest revision
   * @param entries the entries of all buckets; etcdutl up to 3.5 prints this as total keys
   * @param liveKeys the keys that a client would see; etcdutl 3.6 prints this as total keys
   * @param registryKeys those of them below {@code /registry/}
   * @param leasedKeys those of these that end with a lease
   * @param databaseBytes the size as etcdutl prints it
   * @param compactedRevision the revision up to which history was asked to be compacted, 0 for none
   */
  public record Figures(
      long hash,
      long revision,
      long entries,
      long liveKeys,
      long registryKeys,
      long leasedKeys,
      long databaseBytes,
      long compactedRevision) {}

  /**
   * Where it comes from.
   *
   * @param clusterVersion the version that the cluster agreed on, such as 3.5.0
   * @param storageVersion the version of the storage, told from 3.6 on
   * @param clusterUid the uid of namespace kube-system, by which a Kubernetes cluster is known
   * @param removed members that were removed
   * @param term the raft term of the last applied entry, 0 where 3.4 does not tell
   * @param consistentIndex the raft index of the last applied entry
   */
  public record Origin(
      Optional<String> clusterVersion,
      Optional<String> storageVersion,
      Optional<String> clusterUid,
      List<Member> members,
      List<MemberId> removed,
      long term,
      long consistentIndex) {
    /** Rejects null and copies the lists. */
    public Origin {
      Objects.requireNonNull(clusterVersion, "clusterVersion");
      Objects.requireNonNull(storageVersion, "storageVersion");
      Objects.requireNonNull(clusterUid, "clusterUid");
      members = List.copyOf(members);
      removed = List.copyOf(removed);
    }

    /** The members without a vote. */
    public List<Member> learners() {
      return members.stream().filter(Member::learner).toList();
    }
  }

  /** What a restore takes over besides the keys. */
  public record Inheritance(List<Alarm> alarms, long leases, boolean auth) {
    /** Copies the list. */
    public Inheritance {
      alarms = List.copyOf(alarms);
    }
  }
}
