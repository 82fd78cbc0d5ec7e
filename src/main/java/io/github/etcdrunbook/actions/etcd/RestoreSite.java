package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Certificate;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.RestoreTool;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.UnitState;
import io.github.etcdrunbook.world.Value;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a restore has to know of one etcd host. Immutable.
 *
 * @param host the host
 * @param unreachable why it does not answer, if so; then nothing else is known
 * @param layout how etcd is set up there
 * @param etcdUnit whether etcd runs there
 * @param disk the data directory and the space around it
 * @param tool the restore tool
 * @param trust certificates and the clock that judges them
 */
public record RestoreSite(
    HostName host,
    Optional<Failure> unreachable,
    Optional<EtcdLayout> layout,
    UnitState etcdUnit,
    Disk disk,
    Optional<RestoreTool> tool,
    Trust trust) {
  /** Rejects null. */
  public RestoreSite {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(unreachable, "unreachable");
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(etcdUnit, "etcdUnit");
    Objects.requireNonNull(disk, "disk");
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(trust, "trust");
  }

  /** The data directory, and free bytes on its file system. */
  public record Disk(PathState data, Value<Long> freeBytes) {}

  /** Certificates and the host's own clock. */
  public record Trust(List<Certificate> certificates, Value<Instant> clock) {
    /** Copies the list. */
    public Trust {
      certificates = List.copyOf(certificates);
    }
  }

  static RestoreSite look(HostName host, Sight<HostReader> sight) {
    return switch (sight) {
      case Sight.Unseen<HostReader> dead -> unseen(host, dead.failure());
      case Sight.Seen<HostReader> seen -> look(host, seen.value());
    };
  }

  private static RestoreSite unseen(HostName host, Failure failure) {
    return new RestoreSite(
        host,
        Optional.of(failure),
        Optional.empty(),
        UnitState.undefined(),
        new Disk(new PathState.Absent(), Value.drifting(0L)),
        Optional.empty(),
        new Trust(List.of(), Value.drifting(Instant.EPOCH)));
  }

  private static RestoreSite look(HostName host, HostReader reader) {
    Optional<EtcdLayout> layout = reader.etcd();
    Disk disk =
        layout
            .map(EtcdLayout::directories)
            .map(where -> new Disk(reader.path(where.data()), reader.freeBytes(where.data())))
            .orElseGet(() -> new Disk(new PathState.Absent(), Value.drifting(0L)));
    return new RestoreSite(
        host,
        Optional.empty(),
        layout,
        reader.unit(Unit.ETCD),
        disk,
        reader.restoreTool(),
        new Trust(reader.certificates(), reader.clock()));
  }
}
