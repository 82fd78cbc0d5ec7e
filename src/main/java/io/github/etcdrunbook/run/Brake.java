package io.github.etcdrunbook.run;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * How the operator stops a run. Pressed once, what runs comes to its end and nothing further
 * begins; pressed twice, what runs is broken off and counts as not known. Thread-safe.
 */
public final class Brake implements BooleanSupplier {
  /** Something that can be broken off. */
  private static final class Flight {
    private final Thread thread = Thread.currentThread();
    private final Runnable breakOff;
    private Thread breaking;
    private boolean over;

    Flight(Runnable breakOff) {
      this.breakOff = breakOff;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Flight> flights = new HashSet<>();
  private final BooleanSupplier asked;
  private int pressed;

  /** A brake that nobody has pressed. */
  public Brake() {
    this(() -> false);
  }

  /** A brake that is pressed once when somebody asks, too. */
  Brake(BooleanSupplier asked) {
    this.asked = asked;
  }

  /** Presses it once more. */
  public void press() {
    lock.lock();
    try {
      pressed++;
      if (pressed == 2) {
        flights.forEach(this::breakOff);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing further is to begin. */
  @Override
  public boolean getAsBoolean() {
    return asked.getAsBoolean() || pressed() > 0;
  }

  /** Whether what runs is to be broken off. */
  boolean breaksOff() {
    return pressed() > 1;
  }

  private int pressed() {
    lock.lock();
    try {
      return pressed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does the work so that it can be broken off: first by {@code breakOff}, then by an interrupt,
   * which never reaches what follows the work. Returns when {@code breakOff} has returned, too.
   */
  <T> T during(Runnable breakOff, Supplier<T> work) {
    Flight flight = new Flight(breakOff);
    lock.lock();
    try {
      flights.add(flight);
      if (pressed > 1) {
        breakOff(flight);
      }
    } finally {
      lock.unlock();
    }
    try {
      return work.get();
    } finally {
      Thread breaking = end(flight);
      // The journal's file would be closed by a thread that is marked as interrupted.
      boolean marked = Thread.interrupted();
      if (breaking != null) {
        join(breaking);
      } else if (marked) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Thread end(Flight flight) {
    lock.lock();
    try {
      flight.over = true;
      flights.remove(flight);
      return flight.breaking;
    } finally {
      lock.unlock();
    }
  }

  /** Called with the lock held. */
  private void breakOff(Flight flight) {
    flight.breaking =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    flight.breakOff.run();
                  } finally {
                    interrupt(flight);
                  }
                });
  }

  private void interrupt(Flight flight) {
    lock.lock();
    try {
      if (!flight.over) {
        flight.thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private static void join(Thread breaking) {
    try {
      breaking.join();
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    }
  }
}
