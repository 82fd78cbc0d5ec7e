package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped restore on real members, by processes that are halted one after the other: each goes
 * on where the one before it died, and dies some appends later. The end is what an undisturbed
 * restore makes. A sample in rotation; with {@code test.full} at every append, in every way.
 */
@Tag("lab")
class CrashMatrixLabTest {
  private static final int POINTS_MAX = 400;

  @TempDir private static Path folder;
  private static RestoreLab lab;

  private final List<String> table = new ArrayList<>();

  @BeforeAll
  static void up() throws IOException, LabException {
    lab = RestoreLab.up(folder.toAbsolutePath(), "crash", Profile.KUBEADM, "35");
  }

  @AfterAll
  static void down() throws IOException, LabException {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void endsAsAnUndisturbedRunWhereverItIsHalted()
      throws IOException, InterruptedException, LabException {
    long seed = Long.getLong("test.seed", 1);
    if (Boolean.getBoolean("test.full")) {
      for (HaltingProgram.Way way : HaltingProgram.Way.values()) {
        halted(new Random(seed), new Sample(1, 5, 4, POINTS_MAX), List.of(way));
      }
    } else {
      Sample sample = new Sample(40, 7, 5, 22);
      halted(new Random(seed), sample, List.of(HaltingProgram.Way.values()));
    }
    table.forEach(System.out::println);
  }

  /**
   * Where processes are halted.
   *
   * @param first the first one at one of so many appends
   * @param least every other at least so many appends after its start; fewer need not come forward,
   *     since going on is recorded, too
   * @param spread and less than so many more
   * @param points so many processes at most; the next one comes to the end
   */
  private record Sample(int first, int least, int spread, int points) {
    int at(int point, Random random) {
      if (point >= points) {
        return Integer.MAX_VALUE;
      }
      return point == 0 ? 1 + random.nextInt(first) : least + random.nextInt(spread);
    }
  }

  /** One restore by many processes. */
  private void halted(Random random, Sample sample, List<HaltingProgram.Way> ways)
      throws IOException, InterruptedException, LabException {
    RestoreProof proof = new RestoreProof(lab);
    Path snapshot = proof.snapshotAndLoss();
    List<String> arguments = new ArrayList<>(proof.restoring(snapshot));
    RestoreLab.Result first = null;
    for (int point = 0; point <= POINTS_MAX; point++) {
      HaltingProgram.Way way = ways.get(random.nextInt(ways.size()));
      int at = sample.at(point, random);
      RestoreLab.Result result =
          lab.startInside(
                  List.of(
                      "-Dhalt.at=" + at,
                      "-Dhalt.way=" + way,
                      "-Dhalt.delay=" + random.nextInt(120)),
                  HaltingProgram.class,
                  arguments)
              .await();
      first = first == null ? result : first;
      if (result.status() == 0) {
        proof.assertRestored(snapshot, first);
        table.add(point + " points tried, " + point + " survived");
        assertTrue(point >= 20, () -> String.join("\n", table));
        return;
      }
      RestoreLab.Result died = result;
      assertEquals(HaltingProgram.HALTED, died.status(), () -> table + "\n" + died.all());
      table.add(
          "%3d  %-12s  %s"
              .formatted(
                  point + 1,
                  way,
                  result.err().lines().filter(line -> line.startsWith("HALTED ")).toList()));
      arguments =
          new ArrayList<>(
              List.of("resume", RestoreProof.run(first), "--confirm", proof.confirmation()));
    }
    throw new AssertionError("it never came to its end:\n" + String.join("\n", table));
  }
}
