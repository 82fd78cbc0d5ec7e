package io.github.etcdrunbook.run;

/**
 * Where a run's events are written. Append-only; one writer.
 *
 * <p>An intent that was returned is on stable storage, with all events before it. When an event
 * cannot be written, {@link Lost} is thrown and nothing more may be done in the world.
 */
@FunctionalInterface
public interface Journal {
  /** Writes the event; answers it with its number and time. */
  Recorded append(RunEvent event);

  /** The journal cannot be written: the disk is full, read-only or gone. */
  final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** For the reason given. */
    public Lost(String what, Throwable cause) {
      super(what, cause);
    }
  }
}
