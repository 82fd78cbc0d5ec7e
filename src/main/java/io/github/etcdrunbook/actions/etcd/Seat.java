package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.UnitState;
import java.util.Objects;
import java.util.Optional;

/**
 * An etcd host and what its member says. Immutable.
 *
 * @param unreachable why the host does not answer, if so
 * @param layout how etcd is set up there
 * @param unit whether etcd runs or may start
 * @param status what the member says of itself
 * @param serves whether it answers linearizable reads: it is a voter with quorum
 */
public record Seat(
    HostName host,
    Optional<Failure> unreachable,
    Optional<EtcdLayout> layout,
    UnitState unit,
    Optional<MemberStatus> status,
    boolean serves) {
  /** Rejects null. */
  public Seat {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(unreachable, "unreachable");
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(status, "status");
  }

  static Seat look(HostName host, Reader reader) {
    Optional<MemberStatus> status = reader.etcd().status(host).seen();
    boolean serves = status.isPresent() && reader.etcd().linearizable(host);
    return switch (reader.host(host)) {
      case Sight.Unseen<HostReader> dead ->
          new Seat(
              host,
              Optional.of(dead.failure()),
              Optional.empty(),
              UnitState.undefined(),
              status,
              serves);
      case Sight.Seen<HostReader> seen ->
          new Seat(
              host,
              Optional.empty(),
              seen.value().etcd(),
              seen.value().unit(Unit.ETCD),
              status,
              serves);
    };
  }

  /** Whether etcd runs here or may be started. */
  boolean isAlive() {
    return unit.running().isPresent() || unit.startable();
  }
}
