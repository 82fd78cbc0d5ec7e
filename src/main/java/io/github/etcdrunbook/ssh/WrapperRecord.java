package io.github.etcdrunbook.ssh;

import java.util.Objects;

/** What a host knows of a command that was started under a key. Immutable. */
public sealed interface WrapperRecord {
  /**
   * The host knows nothing of the key. After a reboot that is true of every key; compare the boot
   * id with the one at the time of the intent.
   */
  record Absent(String bootId) implements WrapperRecord {}

  /** The command is being started or runs. */
  record Running(CapturedOutput stdout, CapturedOutput stderr) implements WrapperRecord {
    /** Rejects missing parts. */
    public Running {
      Objects.requireNonNull(stdout, "stdout");
      Objects.requireNonNull(stderr, "stderr");
    }
  }

  /** The command has ended; a signal shows as 128 + its number, as in a shell. */
  record Exited(CommandResult result) implements WrapperRecord {
    /** Rejects a missing result. */
    public Exited {
      Objects.requireNonNull(result, "result");
    }
  }

  /** The command may have started, it does not run any more, and nobody saw how it ended. */
  record Interrupted(String why, CapturedOutput stdout, CapturedOutput stderr)
      implements WrapperRecord {
    /** Rejects missing parts. */
    public Interrupted {
      Objects.requireNonNull(why, "why");
      Objects.requireNonNull(stdout, "stdout");
      Objects.requireNonNull(stderr, "stderr");
    }
  }

  /** The command has not started, and under this key it never will: the key is used up. */
  record NeverStarted() implements WrapperRecord {}
}
