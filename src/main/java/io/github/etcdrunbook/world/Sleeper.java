package io.github.etcdrunbook.world;

import java.time.Duration;

/** Lets time pass: really in a run, virtually in the slow world. */
@FunctionalInterface
public interface Sleeper {
  /** Returns when so much time has passed. */
  void sleep(Duration duration) throws InterruptedException;
}
