package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.MemberStatus;
import java.util.Comparator;
import java.util.function.Function;

/**
 * Which member of a cluster without quorum has most: by the log that was agreed upon, never by the
 * order of a list. Pure.
 */
final class Survivors {
  private Survivors() {}

  /** The one with the longest agreed log first; of equals, the first by name. */
  static Comparator<HostName> byLog(Function<HostName, MemberStatus> statuses) {
    return Comparator.comparingLong((HostName host) -> index(statuses.apply(host)))
        .thenComparingLong(host -> revision(statuses.apply(host)))
        .reversed()
        .thenComparing(HostName::text);
  }

  /** How much of the log is known to be agreed upon. */
  static long index(MemberStatus status) {
    return status.progress().known().map(MemberStatus.Progress::index).orElse(0L);
  }

  static long revision(MemberStatus status) {
    return status.progress().known().map(MemberStatus.Progress::revision).orElse(0L);
  }
}
