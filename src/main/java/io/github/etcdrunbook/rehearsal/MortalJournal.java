package io.github.etcdrunbook.rehearsal;

import io.github.etcdrunbook.run.Journal;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A journal in memory on a machine that dies at a given event: before it is on the disk, or right
 * after. Whoever writes later is dead, too. What lines look like on a disk is tested elsewhere.
 * Thread-safe.
 */
final class MortalJournal implements Journal {
  /** When the machine dies. */
  enum Death {
    /** The event is lost, and what was to follow it does not begin. */
    BEFORE,
    /** The event is on the disk; what was to follow it does not begin. */
    AFTER
  }

  private final List<RunEvent> events = new ArrayList<>();
  private int fatal = -1;
  private Death death = Death.BEFORE;
  private boolean dead;

  synchronized void dieAt(int event, Death how) {
    fatal = event;
    death = how;
  }

  /** The machine is on again. */
  synchronized void revive() {
    dead = false;
    fatal = -1;
  }

  synchronized boolean isDead() {
    return dead;
  }

  synchronized List<RunEvent> events() {
    return List.copyOf(events);
  }

  @Override
  public synchronized Recorded append(RunEvent event) {
    boolean last = events.size() == fatal;
    if (dead || (last && death == Death.BEFORE)) {
      throw die();
    }
    events.add(event);
    if (last) {
      throw die();
    }
    return new Recorded(events.size(), Instant.EPOCH, event);
  }

  private Lost die() {
    dead = true;
    return new Lost("the machine died", new IllegalStateException("on purpose"));
  }
}
