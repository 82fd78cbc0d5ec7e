package io.github.etcdrunbook.lab.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder of static-pod manifests: every file whose name does not start with a dot counts, also
 * {@code etcd.yaml.bak}. A file is read again only when it has changed. The folder is looked at
 * often instead of watched, so that it may be moved away and come back.
 */
final class ManifestFolder {
  private record Stamp(Object key, long size, long modified) {}

  private record Known(Stamp stamp, List<PodManifest> pods) {}

  private final Path folder;
  private final String host;
  private final Machine machine;
  private Map<Path, Known> known = Map.of();

  ManifestFolder(Path folder, String host, Machine machine) {
    this.folder = folder;
    this.host = host;
    this.machine = machine;
  }

  /** The pods of all readable files. */
  List<PodManifest> pods() throws IOException {
    Map<Path, Known> seen = new HashMap<>();
    for (Path file : files()) {
      BasicFileAttributes now;
      try {
        now = Files.readAttributes(file, BasicFileAttributes.class);
      } catch (IOException e) {
        continue;
      }
      if (now.isRegularFile()) {
        Stamp stamp = new Stamp(now.fileKey(), now.size(), now.lastModifiedTime().toMillis());
        Known before = known.get(file);
        seen.put(
            file,
            before != null && before.stamp().equals(stamp) ? before : new Known(stamp, read(file)));
      }
    }
    known = seen;
    List<PodManifest> pods = new ArrayList<>();
    seen.values().forEach(one -> pods.addAll(one.pods()));
    return pods;
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
    }
  }

  private List<PodManifest> read(Path file) {
    try {
      return List.of(PodManifest.read(host, file.toString(), Files.readString(file)));
    } catch (IOException | IllegalArgumentException e) {
      machine.say("cannot process " + file + ": " + e.getMessage());
      return List.of();
    }
  }
}
