package io.github.etcdrunbook.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JournalCopiesTest {
  private static final RecordCodec CODEC = new RecordCodec(Map.of());

  private static LossyFile journal(byte[] before, int events, String who) throws IOException {
    LossyFile file = new LossyFile();
    file.append(before);
    file.force();
    Replay.Sound sound = assertInstanceOf(Replay.Sound.class, Replay.of(before, CODEC));
    FileJournal journal =
        FileJournal.after(sound, file, CODEC, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    for (int event = 0; event < events; event++) {
      journal.append(new RunEvent.RunResumed(who + event));
    }
    return file;
  }

  private static byte[] journal(int events) throws IOException {
    return journal(new byte[0], events, "ops").read();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theLongestCopyCounts() throws IOException {
    byte[] whole = journal(9);
    for (int end = 0; end <= whole.length; end++) {
      byte[] cut = Arrays.copyOf(whole, end);
      assertArrayEquals(whole, JournalCopies.merge(List.of(cut, whole), CODEC));
      byte[] alone = JournalCopies.merge(List.of(cut), CODEC);
      assertArrayEquals(Arrays.copyOf(whole, alone.length), alone, "cut at " + end);
      assertInstanceOf(Replay.Sound.class, Replay.of(alone, CODEC));
    }
  }

  @Test
  void copiesAreAheadWhenAnotherProcessWentOn() throws IOException {
    byte[] whole = journal(3);
    byte[] goneOn = journal(whole, 1, "other").read();
    assertFalse(JournalCopies.areAhead(List.of(), whole, CODEC));
    assertFalse(JournalCopies.areAhead(List.of(journal(2), whole), whole, CODEC));
    assertFalse(JournalCopies.areAhead(List.of(bytes("torn"), goneOn), goneOn, CODEC));
    assertTrue(JournalCopies.areAhead(List.of(whole, goneOn), whole, CODEC));
    LossyFile only = new LossyFile();
    only.append(whole);
    only.force();
    Replay.Sound sound = assertInstanceOf(Replay.Sound.class, Replay.of(whole, CODEC));
    FileJournal.after(sound, only, CODEC, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
        .append(new RunEvent.UndoReached(new StepId("one")));
    assertFalse(JournalCopies.areAhead(List.of(only.read()), whole, CODEC));
  }

  @Test
  void scatteredRepeatedAndTornLinesMakeOneJournal() throws IOException {
    byte[] whole = journal(12);
    List<String> lines = new String(whole, StandardCharsets.UTF_8).lines().toList();
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      List<String> scattered = new ArrayList<>(lines);
      scattered.addAll(lines.subList(3, 6));
      scattered.add(lines.get(4).substring(0, random.nextInt(lines.get(4).length())));
      scattered.add("");
      Collections.shuffle(scattered, random);
      int half = scattered.size() / 2;
      assertArrayEquals(
          whole,
          JournalCopies.merge(
              List.of(
                  bytes("\n" + String.join("\n", scattered.subList(0, half))),
                  bytes(String.join("\n\n", scattered.subList(half, scattered.size())))),
              CODEC));
    }
  }

  @Test
  void ofTwoWaysToGoOnTheLongerIsTaken() throws IOException {
    byte[] common = journal(4);
    byte[] abandoned = journal(common, 1, "old").read();
    byte[] goneOn = journal(common, 3, "new").read();
    assertArrayEquals(goneOn, JournalCopies.merge(List.of(abandoned, goneOn, common), CODEC));
  }

  @Test
  void withoutItsFirstLineThereIsNoJournal() throws IOException {
    byte[] whole = journal(3);
    String text = new String(whole, StandardCharsets.UTF_8);
    String rest = text.substring(text.indexOf('\n') + 1);
    assertEquals(0, JournalCopies.merge(List.of(bytes(rest)), CODEC).length);
    assertEquals(0, JournalCopies.merge(List.of(), CODEC).length);
  }
}
