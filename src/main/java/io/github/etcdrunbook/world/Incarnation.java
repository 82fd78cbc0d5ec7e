package io.github.etcdrunbook.world;

import java.util.Objects;

/**
 * Which life of a process it is: an id (the container's, or pid with boot id), when it started
 * (milliseconds since the host's boot, so that two lives on one host can be put in order), and the
 * hash of the specification it was started with. "It runs" after an edit of the manifest must not
 * be true of the old process. Immutable.
 */
public record Incarnation(String id, long startedAt, String specification) {
  /** Rejects null. */
  public Incarnation {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(specification, "specification");
  }
}
