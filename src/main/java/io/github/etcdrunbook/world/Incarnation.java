package io.github.etcdrunbook.world;

import java.util.Objects;

/**
 * Which life of a process it is: an id (the container's, or pid with boot id), when it started
 * (seconds since boot, as text of the host), and the hash of the specification it was started with.
 * "It runs" after an edit of the manifest must not be true of the old process. Immutable.
 */
public record Incarnation(String id, String since, String specification) {
  /** Rejects null. */
  public Incarnation {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(specification, "specification");
  }
}
