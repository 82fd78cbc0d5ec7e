package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.journal.JournalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A journal's file on a machine that dies: at an append that is counted from its start, or at the
 * first one that no process before it has died at. What is said last tells where.
 */
final class HaltingFile implements JournalFile {
  static final int HALTED = 137;

  private final JournalFile file;
  private final Console console;
  private final Place place;
  private final int delay;
  private int appends;
  private boolean inside;
  private JournalLine line = new JournalLine("");

  /** Ends at the place; {@code delay} is in milliseconds, and for ends inside of effects. */
  HaltingFile(JournalFile file, Console console, Place place, int delay) {
    this.file = file;
    this.console = console;
    this.place = place;
    this.delay = delay;
  }

  /** How the process ends at an append. */
  enum Way {
    /** Before the line is written. */
    BEFORE_WRITE,
    /** Half of the line is on the disk. */
    TORN,
    /** The line is on the disk; what would have followed did not begin. */
    AFTER_FORCE,
    /** While an effect is performed, or after that and before it is recorded. */
    INSIDE
  }

  /** Where the process ends. */
  sealed interface Place {
    /** At the nth append; inside of the first effect that begins there or later. */
    record Counted(int at, Way way) implements Place {}

    /**
     * At the first event that is not in the file of those died at: inside of an effect when it is
     * an intent, else in this way.
     */
    record New(Path died, List<String> events, Way way) implements Place {}
  }

  @Override
  public byte[] read() throws IOException {
    return file.read();
  }

  @Override
  public void append(byte[] bytes) throws IOException {
    if (inside) {
      halt();
    }
    line = JournalLine.of(bytes);
    appends++;
    Optional<Way> way = way();
    if (way.isEmpty()) {
      file.append(bytes);
      return;
    }
    switch (way.get()) {
      case BEFORE_WRITE -> halt();
      case TORN -> {
        file.append(Arrays.copyOf(bytes, bytes.length / 2));
        file.force();
        halt();
      }
      case AFTER_FORCE -> {
        file.append(bytes);
        file.force();
        halt();
      }
      case INSIDE -> {
        file.append(bytes);
        inside = true;
        Thread.ofPlatform().daemon().start(this::haltLater);
      }
    }
  }

  private Optional<Way> way() throws IOException {
    return switch (place) {
      case Place.Counted counted ->
          Optional.of(counted.way())
              .filter(
                  way ->
                      way == Way.INSIDE
                          ? appends >= counted.at() && line.isIntent()
                          : appends == counted.at());
      case Place.New fresh -> {
        boolean wanted =
            fresh.events().contains(line.event()) && !known(fresh).contains(line.point());
        if (wanted) {
          Files.writeString(
              fresh.died(),
              line.point() + "\n",
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
        }
        yield Optional.of(line.isIntent() ? Way.INSIDE : fresh.way()).filter(way -> wanted);
      }
    };
  }

  private static List<String> known(Place.New fresh) throws IOException {
    return Files.exists(fresh.died()) ? Files.readAllLines(fresh.died()) : List.of();
  }

  @Override
  public void force() throws IOException {
    file.force();
  }

  private void haltLater() {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    halt();
  }

  private void halt() {
    console.err().println("HALTED " + line.point());
    Runtime.getRuntime().halt(HALTED);
  }

  @Override
  public void cutTo(long length) throws IOException {
    file.cutTo(length);
  }
}
