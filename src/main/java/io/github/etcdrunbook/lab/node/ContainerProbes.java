package io.github.etcdrunbook.lab.node;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The liveness and readiness probes of one container, each on a thread of its own. */
final class ContainerProbes {
  private static final Duration UNTIL_READY = Duration.ofMillis(100);

  private final Machine machine;
  private final PodManifest.Container container;
  private final ContainerInstance instance;
  private volatile boolean failed;
  private volatile boolean stopped;

  ContainerProbes(Machine machine, PodManifest.Container container, ContainerInstance instance) {
    this.machine = machine;
    this.container = container;
    this.instance = instance;
  }

  void start() {
    container.around().liveness().ifPresent(probe -> run(() -> watchLiveness(probe)));
    Optional<HealthProbe> readiness = container.around().readiness();
    readiness.ifPresent(probe -> run(() -> watchReadiness(probe)));
  }

  /** Whether the container has failed its liveness probe too often. */
  boolean failed() {
    return failed;
  }

  void stop() {
    stopped = true;
  }

  private interface Watch {
    void run() throws InterruptedException;
  }

  private void run(Watch watch) {
    Thread thread =
        new Thread(
            () -> {
              try {
                watch.run();
              } catch (InterruptedException e) {
                stopped = true;
              }
            },
            "probe-" + container.name());
    thread.setDaemon(true);
    thread.start();
  }

  private void watchLiveness(HealthProbe probe) throws InterruptedException {
    machine.sleep(Duration.ofSeconds(probe.initialDelay()));
    ProbeCaller asker = new ProbeCaller(probe);
    int bad = 0;
    while (watching()) {
      boolean healthy = asker.healthy();
      if (!watching()) {
        return;
      }
      bad = healthy ? 0 : bad + 1;
      if (bad > 0) {
        machine.say("liveness of " + container.name() + " failed " + bad + " times");
      }
      if (bad >= probe.threshold()) {
        failed = true;
        return;
      }
      machine.sleep(Duration.ofSeconds(probe.period()));
    }
  }

  private void watchReadiness(HealthProbe probe) throws InterruptedException {
    ProbeCaller asker = new ProbeCaller(probe);
    boolean wasReady = false;
    int bad = 0;
    while (watching()) {
      boolean healthy = asker.healthy();
      bad = healthy ? 0 : bad + 1;
      if (watching() && (healthy || bad >= probe.threshold())) {
        mark(healthy);
      }
      wasReady |= healthy;
      machine.sleep(wasReady ? Duration.ofSeconds(probe.period()) : UNTIL_READY);
    }
  }

  private void mark(boolean ready) {
    try {
      instance.markReady(ready);
    } catch (IOException e) {
      // The container has just been removed: there is nothing left to mark.
      stopped = true;
    }
  }

  private boolean watching() {
    return !stopped && instance.alive();
  }
}
