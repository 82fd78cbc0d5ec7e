package io.github.etcdrunbook.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Standard output, which remembers why it could not be written: a {@link java.io.PrintStream} keeps
 * that to itself, and a result that was cut must not count as one. Safe for several threads.
 */
final class ResultFile extends OutputStream {
  private static final Path OWN = Path.of("/proc/self/fd/1");

  /** What these commands did is done, whether or not it could be told. */
  private static final Set<String> CHANGING =
      Set.of("run", "resume", "undo", "resolve", "lock", "lab");

  private final FileOutputStream file = new FileOutputStream(FileDescriptor.out);
  private volatile Optional<String> lost = Optional.empty();

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      file.write(bytes, from, count);
    } catch (IOException e) {
      lost = Optional.of(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /**
   * Why the results are not whole where they were to go. That nobody reads a pipe to its end is not
   * meant: {@code | head} is content with what it took.
   */
  Optional<String> lost() {
    return lost.filter(why -> !leadsToReader());
  }

  private static boolean leadsToReader() {
    try {
      String target = Files.readSymbolicLink(OWN).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException unknown) {
      return false;
    }
  }

  /** The exit code of a command that ended well but for its output. */
  static ExitCode unwritten(String... arguments) {
    boolean changing = arguments.length > 0 && CHANGING.contains(arguments[0]);
    return changing && !List.of(arguments).contains("--dry-run")
        ? ExitCode.FAILED_CHANGED
        : ExitCode.FAILED_UNCHANGED;
  }
}
