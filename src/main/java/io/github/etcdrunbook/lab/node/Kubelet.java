package io.github.etcdrunbook.lab.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The static-pod runner: does with the manifests of a folder what the kubelet does. Containers
 * survive its end and are adopted at its next start, as with a real container runtime.
 */
final class Kubelet {
  private static final Duration TICK = Duration.ofMillis(40);

  private final Machine machine;
  private final Pace pace;
  private final ContainerRuntime runtime;
  private final ManifestFolder manifests;
  private final Map<String, PodWorker> workers = new HashMap<>();

  Kubelet(Machine machine, Pace pace, ContainerRuntime runtime, ManifestFolder manifests) {
    this.machine = machine;
    this.pace = pace;
    this.runtime = runtime;
    this.manifests = manifests;
  }

  /** The folder that the kubelet's configuration names. */
  static Path manifestFolder(Path configuration) throws IOException {
    String otherwise = "/etc/kubernetes/manifests";
    return Path.of(
        Files.exists(configuration)
            ? ManifestYaml.read(Files.readString(configuration))
                .text("staticPodPath")
                .orElse(otherwise)
            : otherwise);
  }

  /** Runs until the process is ended. */
  void run() throws IOException, InterruptedException {
    List<ContainerInstance> left = runtime.all();
    if (!left.isEmpty()) {
      machine.sleep(Duration.ofMillis(pace.restarts().adopt()));
      adopt(left);
    }
    while (true) {
      try {
        step();
      } catch (IOException e) {
        machine.say("cannot keep the pods: " + e.getMessage());
      }
      machine.sleep(TICK);
    }
  }

  private void step() throws IOException {
    Map<String, List<PodManifest>> found = new HashMap<>();
    for (PodManifest pod : manifests.pods()) {
      found.computeIfAbsent(pod.namespace() + "/" + pod.name(), any -> new ArrayList<>()).add(pod);
    }
    for (String name : found.keySet()) {
      workers.computeIfAbsent(name, any -> new PodWorker(machine, pace, runtime));
    }
    for (Map.Entry<String, PodWorker> worker : workers.entrySet()) {
      worker.getValue().step(found.getOrDefault(worker.getKey(), List.of()));
    }
  }

  /** Pods whose manifest is unchanged go on; what belongs to no manifest any more is ended. */
  private void adopt(List<ContainerInstance> left) throws IOException, InterruptedException {
    List<String> kept = new ArrayList<>();
    for (PodManifest pod : manifests.pods()) {
      if (left.stream().anyMatch(instance -> instance.podUid().equals(pod.uid()))) {
        PodWorker worker = new PodWorker(machine, pace, runtime);
        worker.adopt(pod);
        workers.put(pod.namespace() + "/" + pod.name(), worker);
        kept.add(pod.uid());
      }
    }
    List<ContainerInstance> orphans =
        left.stream().filter(instance -> !kept.contains(instance.podUid())).toList();
    for (ContainerInstance orphan : orphans) {
      machine.say("no manifest for " + orphan.container() + " any more");
      runtime.signal(orphan, "TERM");
    }
    for (ContainerInstance orphan : orphans) {
      for (int i = 0; i < 300 && orphan.alive(); i++) {
        machine.sleep(Duration.ofMillis(100));
      }
      runtime.signal(orphan, "KILL");
      runtime.remove(orphan);
    }
  }
}
