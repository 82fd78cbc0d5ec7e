package io.github.etcdrunbook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The network namespace of the operator's side of a lab. The lab's hosts can be reached from inside
 * it only: a command with a lab inventory runs itself again in there. The inventory names the file
 * under {@code lab.namespace}.
 *
 * @param file where the namespace is mounted; while the lab is down it is missing or an ordinary
 *     file
 */
public record OperatorNamespace(Path file) {
  /** Whether the lab is up as far as its network goes. */
  public boolean exists() throws IOException {
    return NetworkNamespace.isMounted(file);
  }

  /** Whether this process is in the namespace. */
  public boolean entered() throws IOException {
    String own = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
    return exists() && own.equals("net:[" + NetworkNamespace.inode(file) + "]");
  }

  /** The command line that runs a command inside; it replaces itself by the command. */
  public List<String> command(List<String> argv) {
    List<String> command = new ArrayList<>(List.of("nsenter", "--net=" + file, "--"));
    command.addAll(argv);
    return List.copyOf(command);
  }
}
