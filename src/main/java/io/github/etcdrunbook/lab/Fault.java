package io.github.etcdrunbook.lab;

/** What {@code lab break} can do to a host, and {@code lab repair} undoes. */
public enum Fault {
  /** The host loses power; repairing switches it on with another boot id. */
  POWER_OFF,
  /** etcd cannot reach its peers (port 2380), everything else can. */
  PARTITION,
  /** The network cable is out. */
  NETWORK,
  /** The disk takes ten writes a second. */
  SLOW_DISK,
  /** The file system of etcd has no byte left. */
  FILL_DISK
}
