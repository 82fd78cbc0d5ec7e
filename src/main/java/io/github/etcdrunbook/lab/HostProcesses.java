package io.github.etcdrunbook.lab;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The processes of a host, found by the network namespace that they are in. There are no process id
 * files that could be stale: what is in the namespace is the host.
 */
record HostProcesses(Path namespace) {
  /** Process ids, as the machine sees them. */
  List<Long> all() throws IOException {
    List<Long> found = new ArrayList<>();
    if (!NetworkNamespace.isMounted(namespace)) {
      return found;
    }
    String wanted = "net:[" + NetworkNamespace.inode(namespace) + "]";
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (namespaceOf(process).equals(wanted)) {
          found.add(Long.parseLong(process.getFileName().toString()));
        }
      }
    }
    return found;
  }

  /** The host's process 1, if the host is on. */
  Optional<Long> first() throws IOException {
    for (long pid : all()) {
      if (isFirst(pid)) {
        return Optional.of(pid);
      }
    }
    return Optional.empty();
  }

  private static String namespaceOf(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("ns/net")).toString();
    } catch (IOException e) {
      // It has ended in the meantime.
      return "";
    }
  }

  private static boolean isFirst(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines.anyMatch(line -> line.matches("NSpid:.*\\s1"));
    } catch (IOException | java.io.UncheckedIOException e) {
      // It has ended in the meantime.
      return false;
    }
  }
}
