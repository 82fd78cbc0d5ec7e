package io.github.etcdrunbook.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.Evidence;
import io.github.etcdrunbook.run.Journal;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
  private static final RecordCodec CODEC = new RecordCodec(Map.of());
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);
  private static final RunEvent STARTED =
      new RunEvent.RunStarted(
          new RunId("20260102-030405-abcd"), new Sha256("0".repeat(64)), "p", "prod", "ops");

  private static final StepAt AT = new StepAt(new StepId("swap"), Optional.empty());
  private static final EffectRef EFFECT = new EffectRef(new StepId("swap"), Optional.empty(), 0);

  @TempDir Path folder;

  private static RunEvent skipped(String step) {
    return new RunEvent.StepSkipped(new StepAt(new StepId(step), Optional.empty()), "not needed");
  }

  private static Journal open(JournalFile file) throws IOException {
    return FileJournal.after(sound(file.read()), file, CODEC, CLOCK);
  }

  private static Replay.Sound sound(byte[] bytes) {
    return assertInstanceOf(Replay.Sound.class, Replay.of(bytes, CODEC));
  }

  private static byte[] threeLines() throws IOException {
    LossyFile file = new LossyFile();
    Journal journal = open(file);
    journal.append(STARTED);
    journal.append(skipped("first"));
    journal.append(skipped("second"));
    return file.read();
  }

  @Test
  void readsBackWhatWasAppended() throws IOException {
    Replay.Sound replay = sound(threeLines());
    assertEquals(
        List.of(
            new Recorded(1, CLOCK.instant(), STARTED),
            new Recorded(2, CLOCK.instant(), skipped("first")),
            new Recorded(3, CLOCK.instant(), skipped("second"))),
        replay.events());
    assertEquals(RunState.Stage.RUNNING, replay.state().stage());
  }

  @Test
  void hasAllOnTheDiskBeforeAnEffect() throws IOException {
    LossyFile file = new LossyFile();
    List<Integer> told = new ArrayList<>();
    Journal journal =
        FileJournal.after(
            sound(file.read()),
            file,
            CODEC,
            new FileJournal.Witnesses(CLOCK, line -> told.add(onDisk(file))));
    journal.append(STARTED);
    journal.append(new RunEvent.StepStarted(AT, "moves", List.of(), Evidence.none()));
    journal.append(new RunEvent.EffectIntended(EFFECT, 1));
    assertEquals(3, onDisk(file));
    journal.append(
        new RunEvent.EffectDone(EFFECT, 1, new EffectResult.Nothing(), Optional.empty()));
    assertEquals(3, onDisk(file));
    assertEquals(List.of(1, 3, 3), told, "copies have nothing that could still be lost here");
    file.die(0);
    assertEquals(3, sound(file.read()).events().size());
  }

  private static int onDisk(LossyFile file) {
    return sound(file.forced()).events().size();
  }

  @Test
  void cutsATornLastLineAtEveryByte() throws IOException {
    byte[] whole = threeLines();
    long two = sound(whole).tail().length() - lastLine(whole);
    for (int length = (int) two + 1; length < whole.length; length++) {
      LossyFile file = new LossyFile();
      file.append(Arrays.copyOf(whole, length));
      Replay.Sound replay = sound(file.read());
      assertEquals(2, replay.events().size());
      assertEquals(
          Optional.of("the last line was not whole: " + (length - two) + " bytes were cut off"),
          replay.tail().torn());
      open(file).append(skipped("second"));
      assertArrayEquals(whole, file.read());
    }
  }

  private static long lastLine(byte[] whole) {
    List<String> lines = new String(whole, StandardCharsets.UTF_8).lines().toList();
    return lines.getLast().length() + 1L;
  }

  @Test
  void findsEveryChangedByteBeforeTheLastLine() throws IOException {
    byte[] whole = threeLines();
    int end = (int) (whole.length - lastLine(whole));
    for (int i = 0; i < end; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      assertInstanceOf(Replay.Damaged.class, Replay.of(changed, CODEC), "byte " + i);
    }
  }

  @Test
  void findsAMissingLine() throws IOException {
    List<String> lines =
        new String(threeLines(), StandardCharsets.UTF_8)
            .lines()
            .collect(Collectors.toCollection(java.util.ArrayList::new));
    lines.remove(1);
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    assertEquals(
        new Replay.Damaged(2, "it does not follow the line before: that one was changed"),
        Replay.of(bytes, CODEC));
  }

  @Test
  void writesNothingAfterAFailedAppend() throws IOException {
    FullFile file = new FullFile();
    Journal journal = open(file);
    journal.append(STARTED);
    file.full = true;
    assertThrows(Journal.Lost.class, () -> journal.append(skipped("first")));
    file.full = false;
    assertThrows(Journal.Lost.class, () -> journal.append(skipped("first")));
    assertEquals(1, sound(file.read()).events().size());
  }

  private static final class FullFile implements JournalFile {
    private final LossyFile file = new LossyFile();
    private boolean full;

    @Override
    public byte[] read() {
      return file.read();
    }

    @Override
    public void append(byte[] bytes) throws IOException {
      if (full) {
        file.append(Arrays.copyOf(bytes, bytes.length / 2));
        throw new IOException("No space left on device");
      }
      file.append(bytes);
    }

    @Override
    public void force() {
      file.force();
    }

    @Override
    public void cutTo(long length) {
      file.cutTo(length);
    }
  }

  @Test
  void keepsLinesWholeWhenManyWrite() throws Exception {
    LossyFile file = new LossyFile();
    Journal journal = open(file);
    journal.append(STARTED);
    List<Thread> writers =
        IntStream.range(0, 50)
            .mapToObj(i -> Thread.startVirtualThread(() -> journal.append(skipped("s" + i))))
            .toList();
    for (Thread writer : writers) {
      writer.join();
    }
    Set<RunEvent> events =
        sound(file.read()).events().stream().map(Recorded::event).collect(Collectors.toSet());
    assertEquals(51, events.size());
  }

  @Test
  void isReadableByItsOwnerAlone() throws IOException {
    Path path = folder.resolve("runs/20260102/journal.jsonl");
    try (DiskFile file = DiskFile.open(path)) {
      open(file).append(STARTED);
    }
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())));
    assertEquals(1, sound(Files.readAllBytes(path)).events().size());
  }

  @Test
  void goesOnInAFileOnDisk() throws IOException {
    Path path = folder.resolve("journal.jsonl");
    try (DiskFile file = DiskFile.open(path)) {
      open(file).append(STARTED);
    }
    Files.write(
        path,
        "{\"format\":1".getBytes(StandardCharsets.UTF_8),
        java.nio.file.StandardOpenOption.APPEND);
    try (DiskFile file = DiskFile.open(path)) {
      open(file).append(skipped("first"));
    }
    assertEquals(2, sound(Files.readAllBytes(path)).events().size());
  }

  @Test
  void refusesASecondWriter() throws IOException {
    Path path = folder.resolve("journal.jsonl");
    try (DiskFile first = DiskFile.open(path)) {
      IOException refused = assertThrows(IOException.class, () -> DiskFile.open(path));
      assertTrue(refused.getMessage().contains("being written"), refused.getMessage());
      assertEquals(0, first.read().length);
    }
  }

  /** The clock of the operator's machine is set an hour back between a run and its resumption. */
  @Test
  void timesGoOnWhenTheClockGoesBack() throws IOException {
    LossyFile file = new LossyFile();
    open(file).append(STARTED);
    HandClock clock = new HandClock(CLOCK.instant().minus(Duration.ofHours(1)));
    FileJournal resumed = FileJournal.after(sound(file.read()), file, CODEC, clock);
    resumed.append(new RunEvent.RunResumed("ops", Optional.empty()));
    clock.set(5);
    resumed.append(skipped("first"));
    clock.set(-3);
    assertEquals(CLOCK.instant().plusSeconds(5), resumed.now(), "a window ends when it would have");
    clock.set(2);
    resumed.append(skipped("second"));
    List<Long> seconds =
        sound(file.read()).events().stream()
            .map(entry -> Duration.between(CLOCK.instant(), entry.at()).toSeconds())
            .toList();
    assertEquals(List.of(0L, 0L, 5L, 7L), seconds);
  }

  /** A clock that is set by hand, forward and back. */
  private static final class HandClock extends Clock {
    private Instant now;

    HandClock(Instant now) {
      this.now = now;
    }

    void set(int secondsOn) {
      now = now.plusSeconds(secondsOn);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
