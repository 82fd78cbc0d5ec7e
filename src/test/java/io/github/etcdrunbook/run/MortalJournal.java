package io.github.etcdrunbook.run;

import io.github.etcdrunbook.journal.FileJournal;
import io.github.etcdrunbook.journal.JournalFile;
import io.github.etcdrunbook.journal.LossyFile;
import io.github.etcdrunbook.journal.RecordCodec;
import io.github.etcdrunbook.journal.Replay;
import io.github.etcdrunbook.plan.NoOutput;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;

/**
 * A journal on a machine that dies at a given append, in one of four ways; whoever appends or acts
 * after that is dead, too. The file keeps only what was forced.
 */
final class MortalJournal implements JournalFile {
  /** How the machine dies at an append. */
  enum Way {
    /** Before anything is written. */
    BEFORE_WRITE,
    /** Half of the line has reached the disk. */
    TORN,
    /** The line was written, but not forced: it is lost, with all since the last force. */
    NOT_FORCED,
    /** The line is on the disk; what would have followed did not begin. */
    AFTER_FORCE
  }

  static final RecordCodec CODEC =
      new RecordCodec(Map.of("test.rename", Rename.Output.class, "none", NoOutput.class));

  final LossyFile file = new LossyFile();
  private final Runnable death;
  private final RecordCodec codec;
  private int appends;
  private int fatal = -1;
  private Way way = Way.BEFORE_WRITE;
  private boolean dead;
  private int full = Integer.MAX_VALUE;

  MortalJournal(Runnable death) {
    this(death, CODEC);
  }

  MortalJournal(Runnable death, RecordCodec codec) {
    this.death = death;
    this.codec = codec;
  }

  /** The machine will die at this append, counted from 0 over its whole life. */
  void dieAt(int append, Way how) {
    fatal = append;
    way = how;
  }

  /** The disk is full from this append on, counted from 0; of its line a part still fits. */
  void fillAt(int append) {
    full = append;
  }

  /** The machine is on again, and its disk has room. */
  void revive() {
    dead = false;
    full = Integer.MAX_VALUE;
    fatal = -1;
  }

  int appends() {
    return appends;
  }

  Replay.Sound replay() {
    return (Replay.Sound) Replay.of(file.read(), codec);
  }

  Ledger open() throws IOException {
    Replay.Sound before = replay();
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    return new Ledger(
        FileJournal.after(before, this, codec, clock), before.state(), Watcher.blind());
  }

  @Override
  public byte[] read() {
    return file.read();
  }

  @Override
  public void append(byte[] bytes) throws IOException {
    if (dead) {
      throw new Sandbox.Death();
    }
    boolean last = appends++ == fatal;
    if (appends > full) {
      file.append(Arrays.copyOf(bytes, appends == full + 1 ? bytes.length / 2 : 0));
      file.force();
      throw new IOException("No space left on device");
    }
    if (last && way == Way.BEFORE_WRITE) {
      throw die(0);
    }
    file.append(bytes);
    if (last && way == Way.TORN) {
      throw die(bytes.length / 2);
    }
    if (last && way == Way.NOT_FORCED) {
      throw die(0);
    }
    if (last && way == Way.AFTER_FORCE) {
      file.force();
      throw die(0);
    }
  }

  @Override
  public void force() {
    file.force();
  }

  @Override
  public void cutTo(long length) {
    file.cutTo(length);
  }

  private Sandbox.Death die(int survivors) {
    dead = true;
    file.die(survivors);
    death.run();
    return new Sandbox.Death();
  }
}
