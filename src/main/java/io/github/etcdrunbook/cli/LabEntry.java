package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.lab.OperatorNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Runs this command again inside the network namespace of a lab, when the inventory is a lab's and
 * the command is still outside: the lab's hosts can be reached from there only.
 */
final class LabEntry {
  private static final Path OWN_COMMAND = Path.of("/proc/self/cmdline");

  private LabEntry() {}

  /** The exit code of the command that ran inside; empty when it is not needed. */
  static Optional<ExitCode> enter(Inventory inventory) throws Stop {
    try {
      return status(inventory).map(LabEntry::code);
    } catch (IOException e) {
      throw Stop.of(ExitCode.UNREACHABLE, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Stop.of(ExitCode.INTERRUPTED, "interrupted");
    }
  }

  private static ExitCode code(int status) {
    return Arrays.stream(ExitCode.values())
        .filter(known -> known.code() == status)
        .findFirst()
        .orElse(ExitCode.BUG);
  }

  private static Optional<Integer> status(Inventory inventory)
      throws IOException, InterruptedException {
    if (inventory.lab().isEmpty()) {
      return Optional.empty();
    }
    OperatorNamespace namespace = new OperatorNamespace(Path.of(inventory.lab().get().namespace()));
    if (!namespace.exists()) {
      throw new IOException(
          "the lab of this inventory is not up: start it with `etcd-runbook lab up`");
    }
    if (namespace.entered()) {
      return Optional.empty();
    }
    String own = Files.readString(OWN_COMMAND, StandardCharsets.UTF_8);
    List<String> again = namespace.command(List.of(own.split("\0")));
    Process process = new ProcessBuilder(again).inheritIO().start();
    Signals.passOn(process);
    return Optional.of(process.waitFor());
  }
}
