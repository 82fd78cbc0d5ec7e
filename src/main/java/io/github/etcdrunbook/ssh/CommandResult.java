package io.github.etcdrunbook.ssh;

import java.util.OptionalInt;

/** How a command on a host ended, and what is kept of its output. Immutable. */
public record CommandResult(int status, CapturedOutput stdout, CapturedOutput stderr) {
  /** Whether the status is 0. */
  public boolean succeeded() {
    return status == 0;
  }

  /** The signal that ended the command, by the shell's convention of 128 + signal. */
  public OptionalInt signal() {
    return status > 128 && status <= 192 ? OptionalInt.of(status - 128) : OptionalInt.empty();
  }
}
