package io.github.etcdrunbook.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * How wide the terminal is, also after it was given another size: it is asked anew when the system
 * says that this happened. Java itself cannot ask a terminal, so {@code stty} does. Thread-safe.
 */
final class TerminalWidth implements IntSupplier {
  private static final int NARROWEST = 20;

  private final AtomicInteger columns;

  /** A width that is followed from now on. */
  TerminalWidth(int columns) {
    this.columns = new AtomicInteger(columns);
    Signals.onResize(this::ask);
  }

  @Override
  public int getAsInt() {
    return columns.get();
  }

  private void ask() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      boolean ended = stty.waitFor(1, TimeUnit.SECONDS);
      if (ended && answer.matches("[0-9]{1,5} [0-9]{1,5}")) {
        columns.set(Math.max(NARROWEST, Integer.parseInt(answer.split(" ", -1)[1])));
      }
    } catch (IOException withoutTerminal) {
      // The width stays as it was known.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
