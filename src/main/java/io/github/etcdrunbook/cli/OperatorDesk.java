package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.world.LockOwner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Which desk this process works at: the machine's name and the id of the state folder, drawn once.
 * Two folders are two desks, also on one machine.
 */
record OperatorDesk(Path state) {
  private static final Path NAME = Path.of("/proc/sys/kernel/hostname");
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** This process, with the operator that it works for. */
  LockOwner.Who who(String operator) {
    ProcessHandle process = ProcessHandle.current();
    return new LockOwner.Who(operator, machine(), id(), process.pid(), born(process));
  }

  private static Instant born(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  private static String machine() {
    try {
      return Files.readString(NAME).strip();
    } catch (IOException unreadable) {
      return "unknown";
    }
  }

  /** A token of this process alone. */
  static String draw() {
    byte[] bytes = new byte[8];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private String id() {
    Path file = state.resolve("desk");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(state, PRIVATE);
        Path part = Files.createTempFile(state, "desk", ".part");
        Files.writeString(part, draw() + "\n", StandardCharsets.UTF_8);
        try {
          Files.createLink(file, part);
        } catch (FileAlreadyExistsException another) {
          // Another process drew it at the same moment; its id is the one.
        }
        Files.delete(part);
      }
      return Files.readString(file).strip();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** What is known of the process that holds a lock, in words; a dead one is never guessed away. */
  String standing(LockOwner owner) {
    LockOwner.Who who = owner.who();
    if (!machine().equals(who.machine())) {
      return "whether process " + who.process() + " there still works cannot be seen from here";
    }
    Optional<ProcessHandle> process = ProcessHandle.of(who.process());
    return process.filter(found -> born(found).equals(who.born())).isPresent()
        ? "process " + who.process() + " on this machine works on it now"
        : "its process " + who.process() + " on this machine is gone; the run stands still";
  }
}
