package io.github.etcdrunbook.etcd;

import java.util.Objects;

/**
 * A key as etcd stores it. Immutable.
 *
 * @param value empty when only keys were asked for
 * @param version how often the key was written since it was created
 * @param lease the lease that the key ends with, 0 for none
 */
public record StoredKey(
    Bytes key, Bytes value, long createRevision, long modRevision, long version, long lease) {
  /** Rejects null. */
  public StoredKey {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
  }
}
