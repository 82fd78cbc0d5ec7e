package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;

/**
 * A host stopped answering in the middle of a look. The only exception that crosses the readers:
 * planner and runner catch it in one place each and turn it into the failure that it carries.
 */
public final class LostSight extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Which host. */
  private final transient HostName host;

  /** Why. */
  private final transient Failure failure;

  /** Sight of the host was lost for the reason given. */
  public LostSight(HostName host, Failure failure) {
    super(host + ": " + failure.what());
    this.host = host;
    this.failure = failure;
  }

  /** The host. */
  public HostName host() {
    return host;
  }

  /** Why it does not answer. */
  public Failure failure() {
    return failure;
  }
}
