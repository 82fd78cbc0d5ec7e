package io.github.etcdrunbook.etcd;

import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * One etcd member, spoken to directly and never through a balancer, so that what it says is its
 * own. Opening connects to nothing; every call has a deadline and gives an {@link Answer}. Safe for
 * use by several threads; close it when done.
 */
public final class EtcdConnection implements AutoCloseable {
  private final EtcdEndpoint endpoint;
  private final Wire wire;

  private EtcdConnection(EtcdEndpoint endpoint, Wire wire) {
    this.endpoint = endpoint;
    this.wire = wire;
  }

  /** Prepares a connection; fails when the TLS material cannot be read. */
  public static Answer<EtcdConnection> open(EtcdEndpoint endpoint, CallLimits limits) {
    try {
      return new Answer.Ok<>(new EtcdConnection(endpoint, Wire.to(endpoint, limits)));
    } catch (IOException | GeneralSecurityException e) {
      return new Answer.Failed<>(
          new EtcdFailure.Unreachable("the TLS material cannot be read: " + e.getMessage()));
    }
  }

  /** Where this goes. */
  public EtcdEndpoint endpoint() {
    return endpoint;
  }

  /** The keys and values. */
  public KeySpace keys() {
    return new KeySpace(wire);
  }

  /** Who belongs to the cluster. */
  public Membership membership() {
    return new Membership(wire);
  }

  /** The member's own state and upkeep. */
  public Maintenance maintenance() {
    return new Maintenance(wire);
  }

  /** Alarms and health. */
  public Alarms alarms() {
    return new Alarms(wire);
  }

  /** The member's data as a file. */
  public SnapshotStream snapshots() {
    return new SnapshotStream(wire);
  }

  @Override
  public void close() {
    wire.close();
  }
}
