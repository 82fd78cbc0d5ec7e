package io.github.etcdrunbook.lab.node;

import java.io.IOException;
import java.util.Optional;

/**
 * Keeps one container of a running pod alive: starts it, restarts it with back-off, stops it when
 * its liveness probe fails, and ends it with SIGTERM and, after the grace period, SIGKILL. Used by
 * one thread; the probes run on their own.
 */
final class ContainerKeeper {
  private static final int LIVENESS_GRACE_SECONDS = 30;

  private final Machine machine;
  private final Pace pace;
  private final ContainerRuntime runtime;
  private final PodManifest.Container container;
  private Optional<ContainerInstance> current = Optional.empty();
  private Optional<ContainerProbes> probes = Optional.empty();
  private int attempt;
  private int failures;
  private long startedAt;
  private long nextStart;
  private long terminatedAt;
  private long endedAt;

  ContainerKeeper(
      Machine machine, Pace pace, ContainerRuntime runtime, PodManifest.Container container) {
    this.machine = machine;
    this.pace = pace;
    this.runtime = runtime;
    this.container = container;
  }

  /** Takes over an attempt of a former life of the runner; the last one given counts. */
  void adopt(ContainerInstance instance) throws IOException {
    current = Optional.of(instance);
    attempt = instance.attempt();
    startedAt = machine.now();
    watch(instance);
  }

  long endedAt() {
    return endedAt;
  }

  /** One look at a container that is to run. */
  void keep(PodManifest pod) throws IOException {
    if (current.isPresent() && current.get().alive()) {
      if (probes.isPresent() && probes.get().failed()) {
        terminate(LIVENESS_GRACE_SECONDS);
      }
      return;
    }
    if (probes.isPresent()) {
      noteExit();
    }
    if (machine.now() >= nextStart) {
      start(pod);
    }
  }

  private void noteExit() throws IOException {
    probes.get().stop();
    probes = Optional.empty();
    terminatedAt = 0;
    long ran = machine.now() - startedAt;
    failures = ran > pace.restarts().forgiven() ? 0 : failures;
    nextStart = machine.now() + pace.delay(failures);
    failures++;
    attempt++;
    ContainerInstance instance = current.orElseThrow();
    instance.markReady(false);
    machine.say(
        "%s exited with status %s after %d ms, back-off %d ms"
            .formatted(container.name(), instance.exitStatus(), ran, nextStart - machine.now()));
  }

  private void start(PodManifest pod) {
    try {
      Optional<ContainerInstance> old = current;
      ContainerInstance instance = runtime.start(pod, container, attempt);
      current = Optional.of(instance);
      startedAt = machine.now();
      watch(instance);
      machine.say("started " + container.name() + ", attempt " + attempt);
      for (ContainerInstance other : runtime.of(pod.uid())) {
        boolean mine = other.container().equals(container.name());
        if (mine && !other.equals(instance) && !old.map(other::equals).orElse(false)) {
          runtime.remove(other);
        }
      }
    } catch (IOException e) {
      machine.say("cannot start " + container.name() + ": " + e.getMessage());
      nextStart = machine.now() + pace.delay(0) / 2;
    }
  }

  private void watch(ContainerInstance instance) {
    ContainerProbes started = new ContainerProbes(machine, container, instance);
    started.start();
    probes = Optional.of(started);
  }

  /** Ends the container; true once it has ended. */
  boolean ended(int graceSeconds) throws IOException {
    probes.ifPresent(ContainerProbes::stop);
    if (current.isEmpty() || !current.get().alive()) {
      if (endedAt == 0) {
        endedAt = machine.now();
      }
      return true;
    }
    terminate(graceSeconds);
    return false;
  }

  private void terminate(int graceSeconds) throws IOException {
    ContainerInstance instance = current.orElseThrow();
    long now = machine.now();
    if (instance.pid().isEmpty()) {
      return;
    }
    if (terminatedAt == 0) {
      terminatedAt = now;
      machine.say("SIGTERM to " + container.name());
      runtime.signal(instance, "TERM");
    } else if (now - terminatedAt > graceSeconds * 1000L) {
      machine.say("SIGKILL to " + container.name());
      runtime.signal(instance, "KILL");
    }
  }
}
