package io.github.etcdrunbook.lab.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Containers as directories: {@code meta} says whose it is, {@code start} is the script that builds
 * its root and becomes its process, {@code pid} and {@code exit} are written by the shim that
 * outlives the runner. The stand-in for crictl reads the same files.
 */
final class ContainerRuntime {
  private final Path folder;
  private final Path shim;
  private final StartScript scripts;
  private final Machine machine;
  private final RandomGenerator random;

  ContainerRuntime(Path folder, Path shim, StartScript scripts, Machine machine) {
    this.folder = folder;
    this.shim = shim;
    this.scripts = scripts;
    this.machine = machine;
    this.random = RandomGenerator.getDefault();
  }

  /** Starts a container; throws with the kubelet's word for it when it cannot be created. */
  ContainerInstance start(PodManifest pod, PodManifest.Container container, int attempt)
      throws IOException {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    Path home = folder.resolve(id);
    String script = scripts.of(home, pod, container);
    Path made = Files.createDirectories(folder.resolve(".new-" + id));
    Files.writeString(made.resolve("start"), script);
    long nanos = machine.now() * 1_000_000;
    List<String> meta =
        List.of(
            id,
            container.name(),
            Integer.toString(attempt),
            pod.name(),
            pod.namespace(),
            pod.uid(),
            container.image(),
            Long.toString(nanos));
    Files.writeString(made.resolve("meta"), String.join("\t", meta) + "\n");
    Files.move(made, home);
    String log =
        "/var/log/pods/%s_%s_%s/%s/%d.log"
            .formatted(pod.namespace(), pod.name(), pod.uid(), container.name(), attempt);
    Process process =
        new ProcessBuilder("setsid", "--fork", shim.toString(), home.toString(), log)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    return new ContainerInstance(home);
  }

  /** The containers of a pod, the oldest first. */
  List<ContainerInstance> of(String podUid) throws IOException {
    return all().stream().filter(instance -> instance.podUid().equals(podUid)).toList();
  }

  /** All containers, the oldest first. */
  List<ContainerInstance> all() throws IOException {
    List<ContainerInstance> found = new ArrayList<>();
    try (Stream<Path> homes = Files.list(folder)) {
      for (Path home : homes.filter(path -> Files.exists(path.resolve("meta"))).toList()) {
        if (!home.getFileName().toString().startsWith(".")) {
          found.add(new ContainerInstance(home));
        }
      }
    }
    found.sort(Comparator.comparing(ContainerInstance::created));
    return found;
  }

  /** Forgets an exited container. */
  void remove(ContainerInstance instance) throws IOException {
    Path gone = folder.resolve(".gone-" + instance.id());
    Files.move(instance.home(), gone);
    new ProcessBuilder("rm", "-rf", gone.toString()).inheritIO().start();
  }

  /** Ends a container's process: SIGTERM, or SIGKILL when forced. */
  void signal(ContainerInstance instance, String signal) throws IOException {
    Optional<Long> pid = instance.pid();
    if (pid.isPresent() && instance.alive()) {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid.get())).inheritIO().start();
    }
  }
}
