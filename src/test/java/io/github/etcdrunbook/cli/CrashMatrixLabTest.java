package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.cli.HaltingFile.Way;
import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.rehearsal.ModelDeaths;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped restore on real members, by processes that are halted one after the other: each goes
 * on where the one before it died, and dies further on. The end is what an undisturbed restore
 * makes. A sample in rotation; with {@code test.full} at every step's boundary and inside of every
 * effect, also of its undo.
 */
@Tag("lab")
class CrashMatrixLabTest {
  private static final int POINTS_MAX = 400;
  private static final int SAMPLE = 22;

  /** The boundaries of steps, effects that are not over, and effects that are not recorded. */
  private static final String EVENTS =
      "RunStarted,BlockExpanded,GateAnswered,NoReturnPassed,StepStarted,StepFinished,"
          + "EffectIntended,EffectDone";

  /** What is said of a run that died before its first event was on the disk. */
  private static final Pattern UNBEGUN =
      Pattern.compile("has not begun; to begin it: etcd-runbook run --plan (\\S+)");

  private static final List<Way> AT_A_BOUNDARY =
      List.of(Way.BEFORE_WRITE, Way.TORN, Way.AFTER_FORCE);

  @TempDir private static Path folder;
  private static RestoreLab lab;

  private final Random random = new Random(Long.getLong("test.seed", 1));
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

  /** Where the process that follows so many others dies; it comes to its end when it cannot. */
  private interface Halting {
    List<String> after(int processes);
  }

  @Test
  void endsAsAnUndisturbedRunWhereverItIsHalted()
      throws IOException, InterruptedException, LabException {
    boolean full = Boolean.getBoolean("test.full");
    RestoreProof proof = new RestoreProof(lab);
    Path snapshot = proof.snapshotAndLoss();
    Chain chain = chain(proof.restoring(snapshot), proof, full ? everywhere("died") : this::sample);
    proof.assertRestored(snapshot, chain.first());
    proof.assertAsPlanned(chain.first());
    assertTrue(chain.points() >= (full ? 150 : 20), () -> String.join("\n", table));
    agreesWithTheModel(chain.halted(), full ? 50 : 5);
  }

  /** All of these points were survived here; so they are in the model, as far as it has them. */
  private static void agreesWithTheModel(List<String> halted, int least) {
    Map<String, String> outcomes = new ModelDeaths().outcomes(halted);
    System.out.println(outcomes.size() + " of these points tried in the model, too");
    assertEquals(Set.of("survived"), Set.copyOf(outcomes.values()), outcomes::toString);
    assertTrue(outcomes.size() >= least, () -> outcomes.size() + " of " + halted);
  }

  @Test
  @EnabledIfSystemProperty(named = "test.full", matches = "true")
  void isTakenBackByProcessesThatAreHaltedInsideOfEveryInverse()
      throws IOException, InterruptedException, LabException {
    RestoreProof proof = new RestoreProof(lab);
    Path snapshot = proof.snapshotAndLoss();
    Set<String> ids = lab.ids("cluster");
    ids.addAll(lab.ids("member"));
    long revision = lab.revision();
    RestoreLab.Started running = proof.restore(snapshot);
    running.awaitSaid("done  start_etcd ");
    RestoreLab.Result killed = running.kill();
    List<String> undo = List.of("undo", "--yes", RestoreProof.run(killed));
    Chain chain = chain(undo, proof, everywhere("undone"));
    Set<String> after = lab.ids("cluster");
    after.addAll(lab.ids("member"));
    assertEquals(ids, after);
    assertTrue(lab.revision() >= revision, "the revision went back");
    assertEquals(1, lab.etcdctl("get", "written/later").at("/count").asInt());
    assertTrue(chain.points() >= 20, () -> String.join("\n", table));
  }

  /** A few events further than the one before; fewer need not come forward. */
  private List<String> sample(int processes) {
    int at = processes == 0 ? 1 + random.nextInt(40) : 7 + random.nextInt(5);
    Way way = List.of(Way.values()).get(random.nextInt(Way.values().length));
    return List.of(
        "-Dhalt.at=" + (processes < SAMPLE ? at : Integer.MAX_VALUE),
        "-Dhalt.way=" + way,
        "-Dhalt.delay=" + random.nextInt(120));
  }

  private Halting everywhere(String name) {
    return processes ->
        List.of(
            "-Dhalt.died=" + folder.resolve(name),
            "-Dhalt.events=" + EVENTS + ",UndoStarted,UndoIntended,UndoDone",
            "-Dhalt.way=" + AT_A_BOUNDARY.get(random.nextInt(AT_A_BOUNDARY.size())),
            "-Dhalt.delay=" + random.nextInt(120));
  }

  /** What the first process said, and how many died before the one that came to the end. */
  private record Chain(RestoreLab.Result first, List<String> halted) {
    int points() {
      return halted.size();
    }
  }

  /** One run by many processes, until one comes to its end. */
  private Chain chain(List<String> begin, RestoreProof proof, Halting halting)
      throws IOException, InterruptedException, LabException {
    List<String> arguments = begin;
    List<String> halted = new ArrayList<>();
    RestoreLab.Result first = null;
    while (halted.size() <= POINTS_MAX) {
      int point = halted.size();
      List<String> options = halting.after(point);
      RestoreLab.Result result = lab.startInside(options, HaltingProgram.class, arguments).await();
      first = first == null ? result : first;
      if (result.status() == 0) {
        table.add(point + " points tried, " + point + " survived");
        table.forEach(System.out::println);
        return new Chain(first, halted);
      }
      Matcher unbegun = UNBEGUN.matcher(result.err());
      if (unbegun.find()) {
        arguments =
            List.of("run", "--plan", unbegun.group(1), "-y", "--confirm", proof.confirmation());
        continue;
      }
      assertEquals(
          HaltingFile.HALTED,
          result.status(),
          () -> String.join("\n", table) + "\n" + result.all());
      table.add("%3d  %s  %s".formatted(point + 1, options.get(options.size() - 2), last(result)));
      halted.addAll(last(result).stream().map(line -> line.replace("HALTED ", "")).toList());
      if (begin.getFirst().equals("run")) {
        arguments = List.of("resume", RestoreProof.run(first), "--confirm", proof.confirmation());
      }
    }
    throw new AssertionError("it never came to its end:\n" + String.join("\n", table));
  }

  private static List<String> last(RestoreLab.Result result) {
    return result.err().lines().filter(line -> line.startsWith("HALTED ")).toList();
  }
}
