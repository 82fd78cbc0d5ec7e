package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a data directory holds, as far as a forecast can say: whose member it is and where its keys
 * come from. Two directories with equal lineage answer with equal hashes. Immutable.
 *
 * @param cluster the cluster it belongs to
 * @param member the member it belongs to
 * @param members the member list in it
 * @param keys where its keys come from
 */
public record DataContent(ClusterId cluster, MemberId member, List<Member> members, Keys keys) {
  /** Rejects null and copies the members. */
  public DataContent {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(member, "member");
    members = List.copyOf(members);
    Objects.requireNonNull(keys, "keys");
  }

  /** Where the keys come from. */
  public sealed interface Keys {
    /** They are those that the running member on the host was seen to serve. */
    record Served(HostName host) implements Keys {}

    /** They come from a snapshot, restored by the effect. */
    record Restored(EffectRef by, SnapshotFacts facts, long bump) implements Keys {
      /** The newest revision after the restore. */
      public long revision() {
        return facts.revision() + bump;
      }

      /** Equal for all members that were restored from one file with one bump. */
      public String lineage() {
        return DataContent.lineage(facts, bump);
      }
    }
  }

  /** The lineage of what is restored from the snapshot with the bump. */
  static String lineage(SnapshotFacts facts, long bump) {
    return "restored:" + facts.sha256() + "+" + bump;
  }

  /** The ids of those that vote. */
  public Set<MemberId> voters() {
    return members.stream()
        .filter(member -> !member.learner())
        .map(Member::id)
        .collect(Collectors.toUnmodifiableSet());
  }
}
