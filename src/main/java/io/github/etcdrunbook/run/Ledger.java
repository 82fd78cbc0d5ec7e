package io.github.etcdrunbook.run;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The journal of a run together with the state that follows from it: what is recorded here is legal
 * and on the disk. Thread-safe; the only mutable state of a run.
 */
public final class Ledger {
  private final Journal journal;
  private final Watcher watcher;
  private final ReentrantLock lock = new ReentrantLock();
  private RunState state;

  /** A ledger that goes on from a state. */
  public Ledger(Journal journal, RunState state, Watcher watcher) {
    this.journal = Objects.requireNonNull(journal, "journal");
    this.state = Objects.requireNonNull(state, "state");
    this.watcher = Objects.requireNonNull(watcher, "watcher");
  }

  /** Records the event: when this returns, it is on the disk. */
  void record(RunEvent event) {
    Recorded recorded;
    lock.lock();
    try {
      // The order matters: an illegal event must not reach the journal.
      RunState next = state.after(event);
      recorded = journal.append(event);
      state = next;
    } finally {
      lock.unlock();
    }
    watcher.recorded(recorded);
  }

  /** Where the run stands. */
  public RunState state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  Watcher watcher() {
    return watcher;
  }
}
