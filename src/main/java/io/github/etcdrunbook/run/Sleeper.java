package io.github.etcdrunbook.run;

import java.time.Duration;

/** Lets time pass. The only way in which a run waits. */
@FunctionalInterface
public interface Sleeper {
  /** Answers after the duration. */
  void sleep(Duration duration) throws InterruptedException;
}
