package io.github.etcdrunbook.etcd;

import io.github.etcdrunbook.world.MemberId;
import java.util.List;
import java.util.Objects;

/**
 * One entry of the member list. Immutable.
 *
 * @param name empty until the member has started once
 */
public record ClusterMember(
    MemberId id, String name, List<String> peerUrls, List<String> clientUrls, boolean learner) {
  /** Rejects null and copies the lists. */
  public ClusterMember {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    peerUrls = List.copyOf(peerUrls);
    clientUrls = List.copyOf(clientUrls);
  }

  /** Whether the member has ever joined. */
  public boolean started() {
    return !name.isEmpty();
  }
}
