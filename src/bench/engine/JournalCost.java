package io.github.etcdrunbook.journal;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.NoOutput;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.Evidence;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * What the journal costs for one effect, its intent and its result, beside writing as many bytes
 * and one bare fsync; both in the same folder, alternating. Run by {@code
 * src/bench/engine/journal}.
 */
final class JournalCost {
  private static final StepAt AT = new StepAt(new StepId("swap"), Optional.of(new HostName("cp1")));

  private JournalCost() {}

  /** Arguments: a folder, and how many effects are measured. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int effects = Integer.parseInt(arguments[1]);
    long[] journal = new long[effects];
    long[] bare = new long[effects];
    RecordCodec codec = new RecordCodec(Map.of("none", NoOutput.class));
    try (DiskFile file = DiskFile.open(folder.resolve("journal.jsonl"));
        FileChannel plain =
            FileChannel.open(
                folder.resolve("bare"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      FileJournal written =
          FileJournal.after(
              (Replay.Sound) Replay.of(new byte[0], codec), file, codec, Clock.systemUTC());
      written.append(
          new RunEvent.RunStarted(
              new RunId("20260301-120000-abcd"), new Sha256("0".repeat(64)), "bench", "c", "me"));
      written.append(
          new RunEvent.StepStarted(
              AT,
              "swap",
              java.util.List.of(
                  Act.of(
                      new Effect.Move(new HostName("cp1"), "/new", "/live"),
                      Undo.By.one(new Effect.Move(new HostName("cp1"), "/live", "/new")),
                      Duration.ofSeconds(5))),
              Evidence.none()));
      byte[] line = new byte[300];
      Arrays.fill(line, (byte) 'x');
      for (int effect = -200; effect < effects; effect++) {
        long start = System.nanoTime();
        written.append(new RunEvent.EffectIntended(AT.effect(0), 1));
        written.append(
            new RunEvent.EffectDone(AT.effect(0), 1, new EffectResult.Nothing(), Optional.empty()));
        long middle = System.nanoTime();
        plain.write(ByteBuffer.wrap(line));
        plain.write(ByteBuffer.wrap(line));
        plain.force(false);
        long end = System.nanoTime();
        if (effect >= 0) {
          journal[effect] = middle - start;
          bare[effect] = end - middle;
        }
      }
    }
    System.out.printf(
        "of %d effects: journal %d us, bare fsync %d us, ratio %.2f%n",
        effects,
        median(journal) / 1000,
        median(bare) / 1000,
        (double) median(journal) / median(bare));
  }

  private static long median(long[] times) {
    Arrays.sort(times);
    return times[times.length / 2];
  }
}
