package io.github.etcdrunbook.world;

import java.util.List;
import java.util.Objects;

/**
 * The cluster that a restore makes, the same for all its members.
 *
 * @param token the unique cluster token
 * @param id the cluster id that follows from the token and the members' peer URLs
 * @param members the members with the ids that follow likewise
 * @param bump what is added to the snapshot's revision, with all older revisions marked compacted;
 *     0 where the tool knows no bump
 */
public record NewCluster(String token, ClusterId id, List<Member> members, long bump) {
  /** Rejects null and copies the members. */
  public NewCluster {
    Objects.requireNonNull(token, "token");
    Objects.requireNonNull(id, "id");
    members = List.copyOf(members);
  }
}
