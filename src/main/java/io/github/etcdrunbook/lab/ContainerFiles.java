package io.github.etcdrunbook.lab;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the containers of a host from the files that its static-pod runner keeps. */
record ContainerFiles(Path hostRoot) {
  private static final List<String> WITHOUT_PROBE =
      List.of("kube-controller-manager", "kube-scheduler");

  /** Without a readiness probe of its own, etcd 3.4 counts by its API server. */
  List<LabStatus.Container> newest(boolean etcdHasProbe) throws IOException {
    Map<String, Path> newest = new TreeMap<>();
    Map<String, Long> created = new TreeMap<>();
    Path folder = hostRoot.resolve("run/lab/containers");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (DirectoryStream<Path> homes = Files.newDirectoryStream(folder, "[0-9a-f]*")) {
      for (Path home : homes) {
        String[] meta = meta(home);
        if (meta.length > 7) {
          long when = Long.parseLong(meta[7].strip());
          if (when > created.getOrDefault(meta[1], 0L)) {
            created.put(meta[1], when);
            newest.put(meta[1], home);
          }
        }
      }
    }
    List<LabStatus.Container> found = new ArrayList<>();
    newest.forEach(
        (name, home) -> {
          boolean running = !Files.exists(home.resolve("exit"));
          boolean probed = !WITHOUT_PROBE.contains(name) && (!name.equals("etcd") || etcdHasProbe);
          boolean ready = running && (!probed || Files.exists(home.resolve("ready")));
          found.add(new LabStatus.Container(name, running, ready));
        });
    found.sort(Comparator.comparing(LabStatus.Container::name));
    return found;
  }

  private static String[] meta(Path home) throws IOException {
    try {
      return Files.readString(home.resolve("meta")).split("\t");
    } catch (NoSuchFileException e) {
      return new String[0];
    }
  }
}
