package io.github.etcdrunbook.lab.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps one static pod, known by its full name, as its manifest says.
 *
 * <pre>
 * absent   --a manifest appears, and its time has come--> running
 * running  --the manifest is gone, changed, or there twice--> ending
 * ending   --all processes have ended--> absent
 * </pre>
 *
 * A manifest which comes back before the kubelet has forgotten the old pod waits: the same pod
 * until the old one is done with, a changed one for the kubelet's next try. Used by one thread.
 */
final class PodWorker {
  private final Machine machine;
  private final Pace pace;
  private final ContainerRuntime runtime;
  private Optional<PodManifest> pod = Optional.empty();
  private final List<ContainerKeeper> keepers = new ArrayList<>();
  private boolean ending;
  private boolean conflict;
  private long removedAt = Long.MIN_VALUE / 2;
  private String removedUid = "";
  private String waitingUid = "";
  private long startAt;

  PodWorker(Machine machine, Pace pace, ContainerRuntime runtime) {
    this.machine = machine;
    this.pace = pace;
    this.runtime = runtime;
  }

  /** Takes over a pod that runs already, from a former life of the runner. */
  void adopt(PodManifest manifest) throws IOException {
    pod = Optional.of(manifest);
    List<ContainerInstance> instances = runtime.of(manifest.uid());
    for (PodManifest.Container container : manifest.spec().containers()) {
      ContainerKeeper keeper = new ContainerKeeper(machine, pace, runtime, container);
      for (ContainerInstance instance : instances) {
        if (instance.container().equals(container.name())) {
          keeper.adopt(instance);
        }
      }
      keepers.add(keeper);
    }
  }

  /** One look, with all manifests that name this pod. */
  void step(List<PodManifest> found) throws IOException {
    if (found.size() > 1 && !conflict) {
      conflict = true;
      machine.say(found.get(0).name() + " is described by more than one file");
    }
    Optional<PodManifest> wanted = found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    if (pod.isPresent()) {
      boolean same = wanted.isPresent() && wanted.get().uid().equals(pod.get().uid());
      if (!same && !ending) {
        ending = true;
        removedAt = machine.now();
        removedUid = pod.get().uid();
        machine.say("removing " + pod.get().name());
      }
      if (ending) {
        finish();
      } else {
        keep();
      }
    }
    noteAppearance(wanted);
    if (pod.isEmpty() && wanted.isPresent() && machine.now() >= startAt) {
      begin(wanted.get());
    }
  }

  private void keep() throws IOException {
    for (ContainerKeeper keeper : keepers) {
      keeper.keep(pod.orElseThrow());
    }
  }

  private void finish() throws IOException {
    boolean done = true;
    int grace = pod.orElseThrow().spec().graceSeconds();
    for (ContainerKeeper keeper : keepers) {
      done &= keeper.ended(grace);
    }
    if (!done) {
      return;
    }
    if (keepers.stream().allMatch(keeper -> machine.now() >= keeper.endedAt() + pace.gone())) {
      for (ContainerInstance instance : runtime.of(pod.orElseThrow().uid())) {
        runtime.remove(instance);
      }
      machine.say("removed " + pod.orElseThrow().name());
      pod = Optional.empty();
      keepers.clear();
      ending = false;
    }
  }

  /** A start time is set once, when a manifest is first seen without its pod. */
  private void noteAppearance(Optional<PodManifest> wanted) {
    String uid = wanted.map(PodManifest::uid).orElse("");
    boolean runs = pod.isPresent() && !ending;
    if (uid.isEmpty() || runs) {
      waitingUid = "";
      return;
    }
    if (uid.equals(waitingUid)) {
      return;
    }
    waitingUid = uid;
    long now = machine.now();
    if (conflict) {
      startAt = now + pace.changed();
    } else if (now - removedAt >= pace.forgotten()) {
      startAt = now;
    } else {
      startAt = uid.equals(removedUid) ? removedAt + pace.sameAgain() : now + pace.changed();
    }
    conflict = false;
  }

  private void begin(PodManifest manifest) throws IOException {
    machine.say("new pod " + manifest.name());
    pod = Optional.of(manifest);
    waitingUid = "";
    for (PodManifest.Container container : manifest.spec().containers()) {
      keepers.add(new ContainerKeeper(machine, pace, runtime, container));
    }
    keep();
  }
}
