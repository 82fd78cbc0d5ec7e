package io.github.etcdrunbook.etcd;

import io.github.etcdrunbook.world.ClusterId;
import io.github.etcdrunbook.world.MemberId;
import java.util.List;
import java.util.Objects;

/** The members of a cluster as one member tells them. Immutable. */
public record MemberList(ClusterId cluster, MemberId answeredBy, List<ClusterMember> members) {
  /** Rejects null and copies the list. */
  public MemberList {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(answeredBy, "answeredBy");
    members = List.copyOf(members);
  }
}
