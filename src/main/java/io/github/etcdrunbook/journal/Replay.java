package io.github.etcdrunbook.journal;

import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.world.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the bytes of a journal say. Pure. Lines are read by these rules:
 *
 * <ol>
 *   <li>a last line that ends too early (in the middle of its JSON, or without a line break) was
 *       torn by a crash before its append returned: it is cut and noted;
 *   <li>each line carries the digest of the one before, and the next number;
 *   <li>anything else is damage, and then the events before it are not to be trusted either.
 * </ol>
 */
public sealed interface Replay {
  /** The format that is written now; a reader of every older one is kept. */
  int FORMAT = 1;

  /** The digest that the first line carries. */
  Sha256 NOTHING = new Sha256("0".repeat(64));

  /** All lines are whole and chained. */
  record Sound(List<Recorded> events, Tail tail) implements Replay {
    /** Copies the events. */
    public Sound {
      events = List.copyOf(events);
      Objects.requireNonNull(tail, "tail");
    }

    /** Where the run stands. */
    public RunState state() {
      return RunState.fold(events.stream().map(Recorded::event).toList());
    }
  }

  /** A line is not what was written, or lines are missing. Lines count from 1. */
  record Damaged(int line, String what) implements Replay {}

  /**
   * Where the next line goes.
   *
   * @param last the digest of the last whole line
   * @param length the bytes up to its end
   * @param torn what is cut off, if anything
   */
  record Tail(Sha256 last, long length, Optional<String> torn) {}

  /** One line of a journal. */
  record Line(int format, Sha256 previous, Recorded entry) {}

  /** Reads a journal. */
  static Replay of(byte[] bytes, RecordCodec codec) {
    List<Recorded> events = new ArrayList<>();
    Sha256 previous = NOTHING;
    int start = 0;
    while (start < bytes.length) {
      int end = lineBreak(bytes, start);
      String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
      if (end >= bytes.length - 1 && isTorn(text, end < bytes.length)) {
        return sound(events, new Tail(previous, start, Optional.of(torn(bytes.length - start))));
      }
      try {
        Line line = codec.read(text, Line.class);
        if (!line.previous().equals(previous) || line.entry().number() != events.size() + 1) {
          return new Damaged(
              events.size() + 1, "it does not follow the line before: that one was changed");
        }
        events.add(line.entry());
      } catch (RecordCodec.Unreadable unreadable) {
        return new Damaged(events.size() + 1, unreadable.getMessage());
      }
      previous = digest(bytes, start, end - start);
      start = end + 1;
    }
    return sound(events, new Tail(previous, bytes.length, Optional.empty()));
  }

  /** The bytes of a line, with its line break. */
  static byte[] write(Sha256 previous, Recorded entry, RecordCodec codec) {
    String text = codec.write(new Line(FORMAT, previous, entry), Line.class);
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The digest of some of the bytes. */
  static Sha256 digest(byte[] bytes, int start, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, start, length);
      return new Sha256(HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Replay sound(List<Recorded> events, Tail tail) {
    return new Sound(events, tail);
  }

  private static String torn(int bytes) {
    return "the last line was not whole: " + bytes + " bytes were cut off";
  }

  /** More after a whole object is no torn line, but two lines whose line break was changed. */
  private static boolean isTorn(String text, boolean ended) {
    int object = RecordCodec.endOfObject(text);
    return object < 0 || (object == text.length() && !ended);
  }

  /** The next line break, or the end. */
  private static int lineBreak(byte[] bytes, int start) {
    int end = start;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return end;
  }
}
