package io.github.etcdrunbook.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Where the wrapper keeps its records on a host. Immutable.
 *
 * @param folder the folder of all runs, for root alone
 * @param bootIdFile the file that tells one boot from the next
 */
public record WrapperPlace(String folder, String bootIdFile) {
  /** In memory, so that a full disk does not stop its own repair; gone after a reboot. */
  public static final WrapperPlace STANDARD =
      new WrapperPlace("/run/etcd-runbook", "/proc/sys/kernel/random/boot_id");

  private static final String FUNCTIONS = readFunctions();

  /** Rejects relative folders. */
  public WrapperPlace {
    Objects.requireNonNull(bootIdFile, "bootIdFile");
    if (!folder.startsWith("/")) {
      throw new IllegalArgumentException("a full path is needed: " + folder);
    }
  }

  /** Shell text that defines the wrapper's functions and sets them up for this place. */
  String prepareScript() {
    return FUNCTIONS
        + "rb_prepare "
        + ShellQuoting.quote(folder)
        + " "
        + ShellQuoting.quote(bootIdFile);
  }

  private static String readFunctions() {
    try (InputStream script = WrapperPlace.class.getResourceAsStream("wrapper.sh")) {
      String text =
          new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(Collectors.joining("\n", "", "\n"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
