package io.github.etcdrunbook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The labs of a machine: one folder each below a common one.
 *
 * @param folder the common one
 */
public record LabCatalog(Path folder) {
  /** Where labs lie unless told otherwise: with the program's other state. */
  public static LabCatalog standard(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "/root");
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path root = state.isEmpty() ? Path.of(home, ".local/state") : Path.of(state);
    return new LabCatalog(root.resolve("etcd-runbook/labs").toAbsolutePath());
  }

  /** The names of the labs that there are, also of those that were never finished. */
  public List<String> names() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .filter(Files::isDirectory)
          .map(one -> one.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /** The lowest number that no other lab's network has. */
  int freeNetwork() throws IOException, LabException {
    List<Integer> taken = new ArrayList<>();
    for (String name : names()) {
      Optional<LabSettings> other =
          LabSettings.read(new LabFolder(folder.resolve(name)).settings());
      other.ifPresent(settings -> taken.add(settings.network()));
    }
    Set<Integer> set = taken.stream().collect(Collectors.toSet());
    return IntStream.range(0, 250)
        .filter(number -> !set.contains(number))
        .findFirst()
        .orElseThrow(() -> new LabException("250 labs are enough", "lab down"));
  }
}
