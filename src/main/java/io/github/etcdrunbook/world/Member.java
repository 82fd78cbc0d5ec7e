package io.github.etcdrunbook.world;

import java.util.List;
import java.util.Objects;

/**
 * An entry of the member list. {@code name} is empty until the member has started; {@code
 * clientUrls} until it has published them. Immutable.
 */
public record Member(
    MemberId id, String name, List<String> peerUrls, List<String> clientUrls, boolean learner) {
  /** Rejects null and copies the lists. */
  public Member {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    peerUrls = List.copyOf(peerUrls);
    clientUrls = List.copyOf(clientUrls);
  }
}
