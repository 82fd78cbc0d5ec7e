package io.github.etcdrunbook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Network namespaces kept alive by a mount on a file of the lab. They are not in /run/netns, whose
 * first use would leave a mount behind.
 */
final class NetworkNamespace {
  private NetworkNamespace() {}

  static void create(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
    if (!isMounted(file)) {
      Tool.must("unshare", "--net=" + file, "ip", "link", "set", "lo", "up");
    }
  }

  /** Runs a batch of ip commands inside. */
  static void ip(Path file, List<String> commands) throws IOException {
    Tool.must(
        List.of("nsenter", "--net=" + file, "ip", "-batch", "-"), String.join("\n", commands));
  }

  static boolean isMounted(Path file) throws IOException {
    return Files.exists(file)
        && Files.getAttribute(file, "unix:dev")
            .equals(Files.getAttribute(Path.of("/proc/self/ns/net"), "unix:dev"));
  }

  static long inode(Path file) throws IOException {
    return (Long) Files.getAttribute(file, "unix:ino");
  }

  static void release(Path file) throws IOException {
    while (isMounted(file)) {
      Tool.must("umount", "-l", file.toString());
    }
  }
}
