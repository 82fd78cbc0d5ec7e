package io.github.etcdrunbook.rehearsal;

import io.github.etcdrunbook.playbook.Datum;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.SlowWorldBuilder;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is rehearsed, and where: each run gets a world of its own, all of them equal.
 *
 * @param playbook was read and checked once; all runs share it
 * @param inputs the values of its inputs
 * @param worlds makes a new world
 * @param hosts what expressions know of its hosts
 */
public record Setting(
    Playbook playbook,
    Map<String, Datum> inputs,
    Supplier<SlowWorld> worlds,
    List<Scope.HostFacts> hosts) {
  static final RunId RUN = new RunId("20260301-030000-test");
  static final String CLUSTER = "rehearsal";

  private static final Instant BEGINNING = Instant.parse("2026-03-01T03:00:00Z");

  /** Rejects null and copies the inputs. */
  public Setting {
    Objects.requireNonNull(playbook, "playbook");
    inputs = Map.copyOf(inputs);
    Objects.requireNonNull(worlds, "worlds");
    hosts = List.copyOf(hosts);
  }

  /** All hosts are in the groups that a control plane has. */
  public static Setting of(
      Playbook playbook, Map<String, Datum> inputs, Supplier<SlowWorld> worlds) {
    Standpoint here = new Standpoint(RUN, CLUSTER, new StepId("plan"), Optional.empty());
    List<Scope.HostFacts> hosts =
        worlds.get().reader(here).hosts().stream()
            .map(
                host ->
                    new Scope.HostFacts(
                        host,
                        host.text().replace("cp", "10.0.0."),
                        List.of("etcd", "control_plane")))
            .toList();
    return new Setting(playbook, inputs, worlds, hosts);
  }

  /** The snapshot file that lies on the operator's machine of the world that a builder makes. */
  public static String snapshot() {
    return SlowWorldBuilder.SNAPSHOT;
  }

  Scope scope() {
    return Scope.of(
        inputs, new Scope.Place(CLUSTER, hosts, RUN, BEGINNING, "rehearsal", Optional.empty()));
  }
}
