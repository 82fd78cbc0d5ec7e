package io.github.etcdrunbook.snapshot;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.world.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages snapshots with a plan, for three seconds; {@link GuidedFuzzLabTest} takes longer. Guided
 * by what the reader says: a file that makes it say something new is damaged further. An exception,
 * or more than five seconds for one file, fails the test; the seed repeats it.
 */
@Tag("lab")
final class SnapshotFuzzLabTest {
  private static final Duration TIME = Duration.ofSeconds(3);
  private static final int CORPUS_MAX = 1_000;
  private static final int EVERY_COMMAND = 16;

  @TempDir Path directory;

  @Test
  void noDamageEndsInAnExceptionOrTakesLong() throws IOException {
    long seed = Long.getLong("test.seed", 1);
    Random random = new Random(seed);
    SnapshotDamage damage = new SnapshotDamage(random);
    List<byte[]> corpus =
        new ArrayList<>(List.of(ExampleSnapshot.of("3.4"), ExampleSnapshot.of("3.5")));
    Set<Set<String>> said = new HashSet<>();
    long end = System.nanoTime() + TIME.toNanos();
    for (int run = 0; System.nanoTime() < end; run++) {
      byte[] content = damage.applied(corpus.get(random.nextInt(corpus.size())));
      long start = System.nanoTime();
      SnapshotVerdict verdict = verdict(content, seed, run);
      long took = System.nanoTime() - start;
      assertTrue(took < Duration.ofSeconds(5).toNanos(), "seed " + seed + ", run " + run);
      if (run % EVERY_COMMAND == 0) {
        everything(content);
      }
      if (said.add(saying(verdict)) && corpus.size() < CORPUS_MAX && content.length > 0) {
        corpus.add(content);
      }
    }
    assertTrue(said.size() > 20, "the damage reaches many places: " + said.size());
  }

  private static SnapshotVerdict verdict(byte[] content, long seed, int run) {
    try {
      return SnapshotFileTest.verify(content);
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + seed + ", run " + run, e);
    }
  }

  /** What is said, without the numbers in it. */
  private static Set<String> saying(SnapshotVerdict verdict) {
    return verdict.offences().stream()
        .map(offence -> offence.what().replaceAll("[0-9]+", "#"))
        .collect(Collectors.toSet());
  }

  private void everything(byte[] content) throws IOException {
    Path file = Files.write(directory.resolve("damaged.db"), content);
    for (KeyGroup group : SnapshotInspection.of(file, "", Progress.none()).types()) {
      assertTrue(group.totalBytes() > 0, group.toString());
    }
    SnapshotKeys keys = SnapshotKeys.of(file, Progress.none());
    for (String key : keys.list("")) {
      keys.get(key).ifPresent(found -> KubernetesObject.read(found.bytes()));
    }
    try {
      SnapshotDifference difference =
          SnapshotComparison.with(file, Progress.none()).against(file, Progress.none());
      assertTrue(difference.differences().isEmpty(), "a file does not differ from itself");
    } catch (IOException beginning) {
      assertTrue(beginning.getMessage().contains("is damaged"), beginning.getMessage());
    }
    Files.delete(file);
  }
}
