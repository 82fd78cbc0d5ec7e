package io.github.etcdrunbook.journal;

import io.github.etcdrunbook.run.Journal;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.world.Sha256;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A journal in a file. What must be on the disk before the run goes on is there when its append
 * returns, with all before it; after a failed append nothing can be appended any more, since the
 * file's end is not known. Its times never go back: where the machine's clock does, they go on from
 * the line before, so that what took how long stays true. Thread-safe: one line at a time.
 */
public final class FileJournal implements Journal {
  private final JournalFile file;
  private final RecordCodec codec;
  private final Clock clock;
  private final Consumer<byte[]> mirror;
  // Not a monitor: before JDK 24 a virtual thread that waits in one holds its carrier.
  private final ReentrantLock lock = new ReentrantLock();
  private final List<byte[]> unforced = new ArrayList<>();
  private Sha256 previous;
  private long number;
  private Instant last;
  private Duration behind = Duration.ZERO;
  private boolean lost;

  private FileJournal(
      JournalFile file, RecordCodec codec, Witnesses witnesses, Replay.Sound before) {
    this.file = file;
    this.codec = codec;
    this.clock = witnesses.clock();
    this.mirror = witnesses.mirror();
    this.previous = before.tail().last();
    this.number = before.events().size();
    this.last = before.events().isEmpty() ? Instant.MIN : before.events().getLast().at();
  }

  /** A journal that goes on after what was replayed; a torn last line is cut off first. */
  public static FileJournal after(
      Replay.Sound before, JournalFile file, RecordCodec codec, Clock clock) throws IOException {
    return after(before, file, codec, new Witnesses(clock, line -> {}));
  }

  /**
   * The clock, and who is told each line once it is on the disk, in order.
   *
   * @param mirror must return at once and not throw
   */
  public record Witnesses(Clock clock, Consumer<byte[]> mirror) {}

  /** The same, with somebody who keeps a copy. */
  public static FileJournal after(
      Replay.Sound before, JournalFile file, RecordCodec codec, Witnesses witnesses)
      throws IOException {
    if (before.tail().torn().isPresent()) {
      file.cutTo(before.tail().length());
    }
    return new FileJournal(file, codec, witnesses, before);
  }

  @Override
  public Recorded append(RunEvent event) {
    lock.lock();
    try {
      if (lost) {
        throw new IOException("an append failed before");
      }
      Recorded entry = new Recorded(number + 1, time(), event);
      byte[] line = Replay.write(previous, entry, codec);
      lost = true;
      file.append(line);
      unforced.add(line);
      if (event.mustBeOnDisk()) {
        file.force();
        unforced.forEach(mirror);
        unforced.clear();
      }
      lost = false;
      previous = Replay.digest(line, 0, line.length - 1);
      number++;
      return entry;
    } catch (IOException failed) {
      throw new Lost("the journal cannot be written: " + failed.getMessage(), failed);
    } finally {
      lock.unlock();
    }
  }

  /** What time it is by this journal: never before its last line. */
  public Instant now() {
    lock.lock();
    try {
      return time();
    } finally {
      lock.unlock();
    }
  }

  private Instant time() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS).plus(behind);
    if (now.isBefore(last)) {
      behind = behind.plus(Duration.between(now, last));
      return last;
    }
    last = now;
    return now;
  }
}
