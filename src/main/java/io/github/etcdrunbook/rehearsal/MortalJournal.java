package io.github.etcdrunbook.rehearsal;

import io.github.etcdrunbook.run.Journal;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A journal in memory whose process or machine dies at a given event. Whoever writes later is dead,
 * too. What lines look like on a disk is tested elsewhere. Thread-safe.
 */
final class MortalJournal implements Journal {
  /** How it dies. */
  enum Death {
    /**
     * The process is killed: the event is lost, also when half of its line was written, since a
     * torn line is cut off. What was to follow it does not begin.
     */
    BEFORE("before what follows"),
    /**
     * The machine loses its power before the event: with it is lost what was written before it and
     * not forced to the disk.
     */
    WITHOUT_POWER("by power loss before what follows"),
    /** The event is on the disk; what was to follow it does not begin. */
    AFTER("after");

    private final String where;

    Death(String where) {
      this.where = where;
    }

    /** The place of a death, before the name of the last event that was written. */
    String where() {
      return where;
    }
  }

  private final List<RunEvent> events = new ArrayList<>();
  private int forced;
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
    if (last && death == Death.WITHOUT_POWER) {
      events.subList(forced, events.size()).clear();
    }
    if (dead || (last && death != Death.AFTER)) {
      throw die();
    }
    events.add(event);
    if (event.mustBeOnDisk()) {
      forced = events.size();
    }
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
