package io.github.etcdrunbook.local;

import java.time.Duration;

/** How a command on the operator's machine ended. Immutable. */
public sealed interface LocalOutcome {
  /** The command ended by itself; a status other than 0 is for the caller to judge. */
  record Exited(int status, LocalOutput stdout, LocalOutput stderr) implements LocalOutcome {}

  /** The command was not over at its limit and has been killed. */
  record TimedOut(Duration limit, LocalOutput stdout, LocalOutput stderr) implements LocalOutcome {}

  /** The command could not be started, for instance because there is no such program. */
  record NotStarted(String why) implements LocalOutcome {}
}
