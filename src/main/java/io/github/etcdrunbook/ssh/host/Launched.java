package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.Failure;

/** What became of a command that is started at most once. Immutable. */
sealed interface Launched {
  /** It ended. */
  record Ended(Heard heard) implements Launched {}

  /** It still runs. */
  record Running() implements Launched {}

  /** It may have started, runs no more, and nobody saw its end. */
  record Interrupted(String why) implements Launched {}

  /** It has not started in this boot of the host, and under this key it never will. */
  record Never() implements Launched {}

  /** It was not started: the host was not reached, or did not let us. */
  record Refused(Failure failure) implements Launched {}

  /** The host does not tell. */
  record Unknown(Failure failure) implements Launched {}
}
