package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.cli.world.RealWorld;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.ssh.host.HostCopy;
import io.github.etcdrunbook.world.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the copies of a run on the hosts that it has locked, so that another machine can go on with
 * it. The lines travel with the commands; soon after the end of a step the hosts that no command
 * has told meanwhile are told, too, in the background. A host that cannot keep a copy stops
 * nothing, and is named once.
 */
final class CopyKeeping implements AutoCloseable {
  /** Steps that end within this time are told together: most go on with a command anyway. */
  private static final Duration GATHERING = Duration.ofMillis(500);

  private final RunDesk desk;
  private final RealWorld world;
  private final Map<HostName, HostCopy> copies = new LinkedHashMap<>();
  private final Set<HostName> lost = ConcurrentHashMap.newKeySet();
  private final Set<HostName> telling = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Executor soon =
      CompletableFuture.delayedExecutor(GATHERING.toMillis(), TimeUnit.MILLISECONDS, threads);

  CopyKeeping(RunDesk desk, RealWorld world) {
    this.desk = desk;
    this.world = world;
  }

  /** Makes the copies on all hosts at once; when it returns every host that can has one. */
  void begin(Plan plan, byte[] journal, LockKeeping locks) {
    if (locks.hosts().isEmpty()) {
      return;
    }
    List<String> lines =
        new String(journal, StandardCharsets.UTF_8).lines().map(line -> line + "\n").toList();
    world.hosts().copy(locks.owner(), lines);
    locks.hosts().forEach(host -> copies.put(host, world.hosts().copy(host)));
    byte[] text = desk.codec().write(plan, Plan.class).getBytes(StandardCharsets.UTF_8);
    Map<HostName, Future<Optional<Failure>>> made = new LinkedHashMap<>();
    copies.forEach(
        (host, copy) ->
            made.put(
                host, threads.submit(() -> copy.begin(plan.id(), text, journal, lines.size()))));
    made.forEach((host, future) -> await(future).ifPresent(failure -> tellLost(host, failure)));
  }

  private static Optional<Failure> await(Future<Optional<Failure>> future) {
    try {
      return future.get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.of(new Failure.Unreachable("interrupted"));
    } catch (java.util.concurrent.ExecutionException bug) {
      throw new IllegalStateException(bug.getCause());
    }
  }

  private void tellLost(HostName host, Failure failure) {
    if (lost.add(host)) {
      desk.console()
          .err()
          .println("note: " + host + " keeps no copy of the journal: " + failure.what());
    }
  }

  /** The journal has a line more. */
  void recorded(byte[] line) {
    world.hosts().recorded(line);
  }

  /** An event is on the disk: after the end of a step all hosts are told, in the background. */
  void recorded(RunEvent event) {
    switch (event) {
      case RunEvent.StepFinished ignored -> spread();
      case RunEvent.GateAnswered ignored -> spread();
      case RunEvent.NoReturnPassed ignored -> spread();
      case RunEvent.RunStarted ignored -> spread();
      case RunEvent.RunResumed ignored -> spread();
      default -> {
        // The next message to a host takes it along.
      }
    }
  }

  private void spread() {
    copies.forEach(
        (host, copy) -> {
          if (!lost.contains(host) && telling.add(host)) {
            soon.execute(() -> tellUnlessTold(host, copy));
          }
        });
  }

  /** A host that commands keep telling is looked at again later: its next one may do this, too. */
  private void tellUnlessTold(HostName host, HostCopy copy) {
    if (copy.lacks() && copy.toldWithin(GATHERING)) {
      soon.execute(() -> tellUnlessTold(host, copy));
      return;
    }
    telling.remove(host);
    if (copy.lacks()) {
      copy.tell().ifPresent(failure -> tellLost(host, failure));
    }
  }

  /** Tells every host all that there is, and waits for it. */
  void finish() {
    List<Future<?>> last = new ArrayList<>();
    copies.forEach(
        (host, copy) -> {
          if (!lost.contains(host) && copy.lacks()) {
            last.add(
                threads.submit(() -> copy.tell().ifPresent(failure -> tellLost(host, failure))));
          }
        });
    for (Future<?> each : last) {
      try {
        each.get();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      } catch (java.util.concurrent.ExecutionException bug) {
        throw new IllegalStateException(bug.getCause());
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
