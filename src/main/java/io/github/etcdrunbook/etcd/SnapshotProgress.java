package io.github.etcdrunbook.etcd;

/** Told how far a snapshot has come, from the thread that saves it. */
@FunctionalInterface
public interface SnapshotProgress {
  /** So many bytes have been received of so many. */
  void received(long bytes, long ofBytes);
}
