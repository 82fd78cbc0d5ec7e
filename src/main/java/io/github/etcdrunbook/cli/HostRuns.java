package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.cli.world.RealWorld;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.journal.JournalCopies;
import io.github.etcdrunbook.ssh.host.HostCopy;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Sight;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/** The runs that hosts have copies of. Reads only, from all hosts at once. */
final class HostRuns {
  private final RunDesk desk;
  private final List<HostName> hosts;
  private final RealWorld world;

  HostRuns(RunDesk desk, List<HostName> hosts, RealWorld world) {
    this.desk = desk;
    this.hosts = List.copyOf(hosts);
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
    List<HostName> having = new ArrayList<>();
    for (Map.Entry<HostName, HostCopy.Found> found : all(copy -> copy.find(run)).entrySet()) {
      plan = plan.or(found.getValue()::plan);
      journals.addAll(found.getValue().journals());
      if (found.getValue().plan().isPresent()) {
        having.add(found.getKey());
      }
    }
    return new Known(
        plan,
        new String(JournalCopies.merge(journals, desk.codec()), StandardCharsets.UTF_8),
        having);
  }

  /** The refusal to go on here when hosts know that another process went on with the run. */
  Optional<Stop> ahead(RunId run) throws Stop {
    byte[] here;
    try {
      here = Files.readAllBytes(desk.folders().journal(run));
    } catch (IOException e) {
      throw Stop.of(ExitCode.FAILED_UNCHANGED, "the journal cannot be read: " + e);
    }
    List<String> ahead = new ArrayList<>();
    all(copy -> copy.find(run))
        .forEach(
            (host, found) -> {
              if (JournalCopies.areAhead(found.journals(), here, desk.codec())) {
                ahead.add(host.text());
              }
            });
    return ahead.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Stop(
                ExitCode.REFUSED,
                List.of(
                    "Run "
                        + run
                        + " went on from another machine: "
                        + String.join(", ", ahead)
                        + " know of it, this machine does not. Nothing was done here.",
                    "hint: go on with what they know: etcd-runbook resume "
                        + run
                        + " --from-hosts -i INVENTORY")));
  }

  private <T> Map<HostName, T> all(Function<HostCopy, Sight<T>> look) {
    Map<HostName, Future<Sight<T>>> looks = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (HostName host : hosts) {
        HostCopy copy = world.hosts().copy(host);
        looks.put(host, threads.submit(() -> look.apply(copy)));
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
