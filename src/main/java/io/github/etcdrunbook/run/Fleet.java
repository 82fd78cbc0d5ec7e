package io.github.etcdrunbook.run;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Leadership;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.playbook.Check;
import io.github.etcdrunbook.playbook.Rollout;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Takes work over hosts as a rollout says: batch by batch, the hosts of a batch at the same time,
 * in an order that is worked out anew before each batch. A host that fails lets the others of its
 * batch finish; no further batch starts when too many have failed or the operator asked to stop.
 */
final class Fleet {
  private static final Duration BETWEEN_WITHIN = Duration.ofMinutes(2);
  private static final Duration PAUSE_LOOK = Duration.ofMillis(500);
  private static final Duration BETWEEN_EVERY = Duration.ofSeconds(1);

  private final Means means;
  private final Standpoint standpoint;
  private final List<StepId> steps;

  /** Goes over hosts for these steps. */
  Fleet(Means means, Standpoint standpoint, List<StepId> steps) {
    this.means = means;
    this.standpoint = standpoint;
    this.steps = List.copyOf(steps);
  }

  /**
   * Does the work on each host.
   *
   * @param work answers whether it went well
   * @return why it stopped between batches, if that was the reason
   */
  Optional<Trouble> go(
      List<HostName> hosts, Rollout rollout, Supplier<Scope> scope, Predicate<HostName> work) {
    List<HostName> left = new ArrayList<>(hosts);
    int failed = 0;
    while (!left.isEmpty()) {
      List<HostName> begun = left.stream().filter(this::hasBegun).toList();
      if (begun.isEmpty() && left.size() < hosts.size()) {
        Optional<Trouble> trouble = between(rollout, scope);
        if (trouble.isPresent()) {
          return trouble;
        }
      }
      List<HostName> batch =
          Leadership.nextBatch(
              begun.isEmpty() ? left : begun, rollout, () -> Leadership.leader(reader()));
      left.removeAll(batch);
      failed += together(batch, work);
      if (failed > rollout.maxFailures()) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** A resumed run first goes on where hosts were left; nothing is asked between those. */
  private boolean hasBegun(HostName host) {
    return steps.stream()
        .anyMatch(
            step -> means.ledger().state().step(new StepAt(step, Optional.of(host))).isPresent());
  }

  /** How many of the batch failed. All have ended when this returns. */
  private static int together(List<HostName> batch, Predicate<HostName> work) {
    List<Future<Boolean>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (HostName host : batch) {
        running.add(threads.submit(() -> work.test(host)));
      }
    }
    int failed = 0;
    for (Future<Boolean> each : running) {
      if (!result(each)) {
        failed++;
      }
    }
    return failed;
  }

  private static boolean result(Future<Boolean> ended) {
    try {
      return ended.get();
    } catch (ExecutionException thrown) {
      if (thrown.getCause() instanceof RuntimeException ours) {
        throw ours;
      }
      throw new IllegalStateException(thrown.getCause());
    } catch (InterruptedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Waits for what must hold before the next batch; not any longer once the operator asks to stop.
   */
  private Optional<Trouble> between(Rollout rollout, Supplier<Scope> scope) {
    Instant next = means.timing().now().plus(rollout.pause());
    while (means.timing().now().isBefore(next)
        && !means.stop().getAsBoolean()
        && !Thread.currentThread().isInterrupted()) {
      Duration left = Duration.between(means.timing().now(), next);
      means.timing().pause(left.compareTo(PAUSE_LOOK) < 0 ? left : PAUSE_LOOK);
    }
    Optional<Trouble> stopped = means.stop().before(standpoint.step());
    if (stopped.isPresent()) {
      return stopped;
    }
    Instant end = means.timing().now().plus(BETWEEN_WITHIN);
    while (!holds(rollout.between(), scope.get())) {
      if (means.timing().now().isAfter(end)) {
        return Optional.of(
            new Trouble.Unmet("what must hold between batches does not: " + text(rollout)));
      }
      means.timing().pause(BETWEEN_EVERY);
    }
    return Optional.empty();
  }

  private boolean holds(Rollout.Between between, Scope scope) {
    return switch (between) {
      case Rollout.Between.Nothing ignored -> true;
      case Rollout.Between.Quorum ignored -> {
        Reader reader = reader();
        yield reader.etcdHosts().stream().anyMatch(host -> reader.etcd().linearizable(host));
      }
      case Rollout.Between.Holds condition ->
          condition.check().evaluate(scope) instanceof Check.Verdict.Known known && known.holds();
    };
  }

  private static String text(Rollout rollout) {
    return switch (rollout.between()) {
      case Rollout.Between.Nothing ignored -> "nothing";
      case Rollout.Between.Quorum ignored -> "etcd answers linearizable reads";
      case Rollout.Between.Holds condition -> condition.check().text();
    };
  }

  private Reader reader() {
    return means.readers().at(standpoint);
  }
}
