package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.snapshot.KeyDifference;
import io.github.etcdrunbook.snapshot.SnapshotComparison;
import io.github.etcdrunbook.snapshot.SnapshotDifference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Starts the shipped restore on a lab and says from the world itself whether it did its work. */
record RestoreProof(RestoreLab lab) {
  private static final int CUT_PROCESSES_MAX = 8;
  private static final Pattern PREDICTED = Pattern.compile("new cluster ([0-9a-f]{1,16}) of ");
  private static final Pattern RUN = Pattern.compile(" plan ([0-9]{8}-[0-9]{6}-[0-9a-z]{4})");

  /** A snapshot, after which a key is written, one is changed and others are deleted. */
  Path snapshotAndLoss() throws IOException, InterruptedException, LabException {
    lab.etcdctl("del", "written/later");
    lab.etcdctl("put", "kept/changed", "as saved");
    lab.etcdctl("put", "kept/deleted", "as saved");
    Path snapshot = lab.backup();
    lab.etcdctl("put", "written/later", "x");
    lab.etcdctl("put", "kept/changed", "otherwise");
    assertEquals(1, lab.etcdctl("del", "kept/deleted").at("/deleted").asInt());
    lab.etcdctl("del", "--prefix", "/registry/configmaps/");
    return snapshot;
  }

  /** Starts the restore; the reason is given and its gate is answered. */
  RestoreLab.Started restore(Path snapshot) throws IOException {
    return restore(lab.folder().resolve("state"), snapshot);
  }

  /** The same on a machine with this state folder. */
  RestoreLab.Started restore(Path state, Path snapshot) throws IOException {
    return lab.start(state, restoring(snapshot).toArray(String[]::new));
  }

  /** The command line that restores. */
  List<String> restoring(Path snapshot) throws IOException {
    return List.of(
        "run",
        "restore-from-snapshot",
        "-i",
        lab.inventory().toString(),
        "-v",
        "snapshot=" + snapshot,
        "-v",
        "backup=" + snapshot.getParent(),
        "-v",
        "reason=a rehearsal",
        "-y",
        "--confirm",
        confirmation());
  }

  /**
   * Performs a command while connections are cut inside of the effects on hosts, and goes on with
   * the run when that stopped it; how many effects were hit.
   */
  long performCut(CuttingFile.Sample sample, List<String> command, List<String> again)
      throws IOException, InterruptedException, LabException {
    long hit = 0;
    List<String> arguments = command;
    for (int process = 0; process < CUT_PROCESSES_MAX; process++) {
      RestoreLab.Result result =
          lab.startInside(
                  CuttingProgram.options(lab.lab(), sample), CuttingProgram.class, arguments)
              .await();
      long inside = result.err().lines().filter(line -> line.startsWith("CUT inside")).count();
      hit += inside;
      System.out.printf(
          "%s: exit %d, connections cut inside of %d effects, after %d%n",
          arguments.getFirst(),
          result.status(),
          inside,
          result.err().lines().filter(line -> line.startsWith("CUT after")).count());
      if (result.status() == 0) {
        return hit;
      }
      assertTrue(List.of(11, 12, 14).contains(result.status()), result::all);
      result.err().lines().filter(line -> !line.startsWith("CUT")).forEach(System.out::println);
      arguments = again;
    }
    throw new AssertionError("it never came to its end: " + command);
  }

  /** The answer to the gate. */
  String confirmation() {
    return "stop_api_servers=" + lab.cluster();
  }

  /** The members are the cluster that the plan foretold, and it has the data of the snapshot. */
  void assertRestored(Path snapshot, RestoreLab.Result planned)
      throws IOException, InterruptedException, LabException {
    String predicted = found(PREDICTED, planned.out());
    assertEquals(Set.of("0".repeat(16 - predicted.length()) + predicted), lab.ids("cluster"));
    assertEquals(lab.shape().hosts(), lab.ids("member").size());
    assertEquals(1, lab.hashes().size(), "the members differ");
    assertTrue(planned.out().contains("would vanish"), planned::all);
    String run = run(planned);
    assertEquals(List.of(), compare(snapshot, after(snapshot.getParent(), run)));
    for (String host : lab.hostNames()) {
      lab.on(host, "test -s /var/lib/etcd.before-" + run + "/member/snap/db");
    }
    assertTrue(lab.lab().status().ready(), () -> "the control plane does not run");
  }

  private static Path after(Path backup, String run) throws IOException {
    try (Stream<Path> files = Files.list(backup)) {
      return files
          .filter(file -> file.toString().endsWith("-after-" + run + ".db"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no final snapshot"));
    }
  }

  /** The keys that differ, but for the leases that live servers renew. */
  private static List<String> compare(Path before, Path after) throws IOException {
    SnapshotDifference difference =
        SnapshotComparison.with(before, (done, total) -> {}).against(after, (done, total) -> {});
    assertEquals(List.of(), difference.offences());
    assertTrue(difference.equal() > 200, () -> difference.equal() + " keys are equal");
    return difference.differences().stream()
        .map(KeyDifference::key)
        .filter(key -> !key.startsWith("/registry/leases/"))
        .filter(key -> !key.startsWith("/registry/masterleases/"))
        .toList();
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertTrue(matcher.find(), () -> pattern + " in " + text);
    return matcher.group(1);
  }

  /** The id of the run whose plan was shown. */
  static String run(RestoreLab.Result planned) {
    return found(RUN, planned.out());
  }
}
