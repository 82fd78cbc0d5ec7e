package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.ssh.WrapperNote;
import io.github.etcdrunbook.world.LockOwner;
import io.github.etcdrunbook.world.RunId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What every host is still to learn of a run's journal. Lines are added as the journal has them;
 * each message to a host takes along those that it does not have. Safe for several threads.
 */
final class RunCopies {
  static final String LOCK = "/var/lib/etcd-runbook/lock";
  static final String FOLDER = "/var/lib/etcd-runbook/runs";

  private final List<String> lines = new ArrayList<>();
  private final Map<HostName, Integer> known = new HashMap<>();
  private final Map<HostName, Long> toldAt = new HashMap<>();
  private final LongSupplier nanoseconds;
  private Optional<LockOwner> owner = Optional.empty();

  /** With a monotonic clock. */
  RunCopies(LongSupplier nanoseconds) {
    this.nanoseconds = nanoseconds;
  }

  /** What a host does not know yet, up to the number of lines that it knows then. */
  record Missing(WrapperNote note, int upTo) {}

  static String folder(RunId run) {
    return FOLDER + "/" + run;
  }

  /** From now on hosts are told; these lines are already known to those that began. */
  synchronized void begin(LockOwner of, List<String> before) {
    owner = Optional.of(of);
    lines.clear();
    lines.addAll(before);
    known.clear();
    toldAt.clear();
  }

  /** A host has the lines so far. */
  synchronized void knows(HostName host, int upTo) {
    known.merge(host, upTo, Math::max);
    toldAt.put(host, nanoseconds.getAsLong());
  }

  /** The journal has one line more, with its line break. */
  synchronized void add(byte[] line) {
    if (owner.isPresent()) {
      lines.add(new String(line, StandardCharsets.UTF_8));
    }
  }

  synchronized int size() {
    return lines.size();
  }

  /**
   * What a message to the host takes along, also if that is nothing but the question whether its
   * lock is still this run's; empty for a run that has no copies.
   */
  synchronized Optional<Missing> missing(HostName host) {
    return owner.map(
        of ->
            new Missing(
                new WrapperNote(
                    folder(of.run()),
                    LOCK,
                    // Another machine that takes the run over has another desk.
                    "run=" + of.run() + ",desk=" + of.who().desk() + ",",
                    String.join("", lines.subList(known.getOrDefault(host, 0), lines.size()))),
                lines.size()));
  }

  /** Whether a host has learned something within this time. */
  synchronized boolean toldWithin(HostName host, Duration time) {
    Long at = toldAt.get(host);
    return at != null && nanoseconds.getAsLong() - at < time.toNanos();
  }

  /** Whether a host lacks lines. */
  synchronized boolean lacks(HostName host) {
    return owner.isPresent() && known.getOrDefault(host, 0) < lines.size();
  }
}
