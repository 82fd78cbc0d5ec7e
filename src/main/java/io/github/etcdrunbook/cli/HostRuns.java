package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.cli.world.RealWorld;
import io.github.etcdrunbook.inventory.Host;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.journal.JournalCopies;
import io.github.etcdrunbook.ssh.host.HostCopy;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Sight;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** The runs that the hosts of an inventory have copies of. Reads only, from all hosts at once. */
final class HostRuns {
  private final RunDesk desk;
  private final Inventory inventory;
  private final RealWorld world;

  HostRuns(RunDesk desk, Inventory inventory, RealWorld world) {
    this.desk = desk;
    this.inventory = inventory;
    this.world = world;
  }

  /** A run as the hosts know it: its plan, if any has it, and its journal as far as it is known. */
  record Known(Optional<byte[]> plan, String journal, List<HostName> hosts) {
    Known {
      hosts = List.copyOf(hosts);
    }

    /** The journal as a file has it. */
    byte[] bytes() {
      return journal.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** The runs and who has them, the newest first; a host that does not answer is told. */
  Map<RunId, List<HostName>> list() {
    Map<RunId, List<HostName>> runs = new TreeMap<>((one, other) -> other.compareTo(one));
    all(HostCopy::runs)
        .forEach(
            (host, found) ->
                found.forEach(
                    run -> runs.computeIfAbsent(run, key -> new ArrayList<>()).add(host)));
    return runs;
  }

  /** What the hosts know of a run together, and with what this machine has of it. */
  Known find(RunId run, Optional<byte[]> here) {
    Optional<byte[]> plan = Optional.empty();
    List<byte[]> journals = new ArrayList<>(here.stream().toList());
    List<HostName> hosts = new ArrayList<>();
    for (Map.Entry<HostName, HostCopy.Found> found : all(copy -> copy.find(run)).entrySet()) {
      plan = plan.or(found.getValue()::plan);
      journals.addAll(found.getValue().journals());
      if (found.getValue().plan().isPresent()) {
        hosts.add(found.getKey());
      }
    }
    return new Known(
        plan,
        new String(JournalCopies.merge(journals, desk.codec()), StandardCharsets.UTF_8),
        hosts);
  }

  private <T> Map<HostName, T> all(Function<HostCopy, Sight<T>> look) {
    Map<HostName, Future<Sight<T>>> looks = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Host host : inventory.hosts()) {
        HostCopy copy = world.hosts().copy(host.name());
        looks.put(host.name(), threads.submit(() -> look.apply(copy)));
      }
    }
    Map<HostName, T> seen = new LinkedHashMap<>();
    looks.forEach(
        (host, future) -> {
          switch (future.resultNow()) {
            case Sight.Seen<T> found -> seen.put(host, found.value());
            case Sight.Unseen<T> unseen -> tell(host, unseen.failure());
          }
        });
    return seen;
  }

  private void tell(HostName host, Failure failure) {
    desk.console().err().println("note: " + host + " is not asked: " + failure.what());
  }
}
