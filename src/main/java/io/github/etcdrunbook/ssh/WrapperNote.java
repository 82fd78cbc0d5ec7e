package io.github.etcdrunbook.ssh;

import java.util.Objects;

/**
 * What a host writes down before it starts a command, in the same message: lines of a run's
 * journal. The host does so only while its lock is that run's; otherwise nothing is started.
 * Immutable.
 *
 * @param folder the folder of the copy, which is there
 * @param lock the file of the lock
 * @param same how the text of the lock begins while the run may act
 * @param text the lines
 */
public record WrapperNote(String folder, String lock, String same, String text) {
  /** The status with which the host refuses: its lock is another's. */
  public static final int LOCK_LOST = 75;

  /** Rejects null. */
  public WrapperNote {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(lock, "lock");
    Objects.requireNonNull(same, "same");
    Objects.requireNonNull(text, "text");
  }

  /** The call of the wrapper's function. */
  String script() {
    return "rb_note "
        + ShellQuoting.quote(folder)
        + " "
        + ShellQuoting.quote(lock)
        + " "
        + ShellQuoting.quote(same)
        + " "
        + ShellQuoting.quote(text);
  }
}
