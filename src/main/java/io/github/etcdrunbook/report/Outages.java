package io.github.etcdrunbook.report;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.world.Unit;
import java.time.Duration;
import java.util.List;

/**
 * When something did not serve because of this run, as far as the journal shows it: a unit is down
 * from the intent to stop it until the run saw it ready again. What was down before the run, or
 * went down by itself, is not in the journal and not in here. Immutable.
 *
 * @param down each unit that was down, on its host
 * @param apiServers no API server served
 * @param etcd too few members ran for a quorum; the end is the first sign that etcd answered again
 */
record Outages(List<Down> down, List<Chronicle.Span> apiServers, List<Chronicle.Span> etcd) {
  /** A unit that was down. */
  record Down(HostName host, Unit unit, Chronicle.Span span) {}

  Outages {
    down = List.copyOf(down);
    apiServers = List.copyOf(apiServers);
    etcd = List.copyOf(etcd);
  }

  static Outages of(List<Recorded> events, Chronicle.Serving serving) {
    OutageWatch watch = new OutageWatch(serving);
    events.forEach(watch::follow);
    return watch.seen();
  }

  /** How long in all. */
  static Duration total(List<Chronicle.Span> spans) {
    return spans.stream().map(Chronicle.Span::length).reduce(Duration.ZERO, Duration::plus);
  }
}
