package io.github.etcdrunbook.journal;

import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.world.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes one journal of what several copies have of it. Pure. A copy may lack lines, have some twice
 * or torn, and need not be in order; in this order:
 *
 * <ol>
 *   <li>every whole line counts, from wherever it comes; what cannot be read is left out;
 *   <li>lines follow one another by the digest of the line before;
 *   <li>of two ways to go on the longer one is taken: the other was written by a process whose run
 *       had been taken over.
 * </ol>
 */
public final class JournalCopies {
  private JournalCopies() {}

  /** A whole line: its bytes with the line break, what it follows, what it is. */
  private record Whole(String text, long number, Sha256 previous, Sha256 digest) {}

  /** The longest journal that the copies make together; empty when none has the first line. */
  public static byte[] merge(List<byte[]> copies, RecordCodec codec) {
    List<Whole> lines = new ArrayList<>();
    for (String text : texts(copies)) {
      read(text, codec, lines);
    }
    // From the last number to the first, so that what can follow a line is known before it.
    lines.sort(Comparator.comparingLong(Whole::number).reversed());
    Map<Sha256, List<Whole>> longest = new HashMap<>();
    for (Whole line : lines) {
      List<Whole> rest = longest.getOrDefault(line.digest(), List.of());
      List<Whole> way = new ArrayList<>(rest);
      way.add(line);
      longest.merge(line.previous(), way, (one, other) -> other.size() > one.size() ? other : one);
    }
    ByteArrayOutputStream journal = new ByteArrayOutputStream();
    longest
        .getOrDefault(Replay.NOTHING, List.of())
        .reversed()
        .forEach(line -> journal.writeBytes((line.text() + "\n").getBytes(StandardCharsets.UTF_8)));
    return journal.toByteArray();
  }

  /** Whether a process has gone on with the run, or taken it back, that this journal lacks. */
  public static boolean areAhead(List<byte[]> copies, byte[] journal, RecordCodec codec) {
    Set<String> here = texts(List.of(journal));
    return texts(copies).stream()
        .filter(text -> !here.contains(text))
        .anyMatch(text -> isStart(text, codec));
  }

  private static boolean isStart(String text, RecordCodec codec) {
    try {
      RunEvent event = codec.read(text, Replay.Line.class).entry().event();
      return event instanceof RunEvent.RunResumed || event instanceof RunEvent.UndoStarted;
    } catch (RecordCodec.Unreadable torn) {
      return false;
    }
  }

  private static Set<String> texts(List<byte[]> copies) {
    Set<String> texts = new LinkedHashSet<>();
    for (byte[] copy : copies) {
      new String(copy, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .forEach(texts::add);
    }
    return texts;
  }

  private static void read(String text, RecordCodec codec, List<Whole> into) {
    try {
      Replay.Line line = codec.read(text, Replay.Line.class);
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      into.add(
          new Whole(
              text, line.entry().number(), line.previous(), Replay.digest(bytes, 0, bytes.length)));
    } catch (RecordCodec.Unreadable torn) {
      // The same line is whole in another copy, or it is lost.
    }
  }
}
