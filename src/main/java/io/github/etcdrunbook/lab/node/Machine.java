package io.github.etcdrunbook.lab.node;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;

/** The clock, the log and the patience of a process. Made once, in {@link Main}. */
record Machine(Clock clock, PrintStream log, Sleeper sleeper) {
  /** Waits. */
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  /** Milliseconds since the epoch. */
  long now() {
    return clock.millis();
  }

  void sleep(Duration time) throws InterruptedException {
    sleeper.sleep(time);
  }

  /** One line with the time, as the kubelet logs. */
  void say(String line) {
    log.println(clock.instant() + " " + line);
  }
}
