package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.lab.LabStatus;
import io.github.etcdrunbook.snapshot.KeyDifference;
import io.github.etcdrunbook.snapshot.SnapshotComparison;
import io.github.etcdrunbook.snapshot.SnapshotDifference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  /** What the first process said, and inside of how many effects connections were cut. */
  record Cut(RestoreLab.Result first, long hit) {}

  /** Restores while connections are cut inside of the effects on hosts. */
  Cut restoreCut(CuttingFile.Sample sample, Path snapshot)
      throws IOException, InterruptedException, LabException {
    RestoreLab.Result first = cutting(sample, restoring(snapshot));
    long hit = first.status() == 0 ? 0 : performCut(sample, resuming(run(first)));
    return new Cut(first, hit + inside(first));
  }

  /** The same for a command that goes on with a run, again and again until it is at its end. */
  long performCut(CuttingFile.Sample sample, List<String> command)
      throws IOException, InterruptedException, LabException {
    long hit = 0;
    for (int process = 0; process < CUT_PROCESSES_MAX; process++) {
      RestoreLab.Result result = cutting(sample, command);
      hit += inside(result);
      if (result.status() == 0) {
        return hit;
      }
    }
    throw new AssertionError("it never came to its end: " + command);
  }

  private RestoreLab.Result cutting(CuttingFile.Sample sample, List<String> command)
      throws IOException, InterruptedException, LabException {
    List<String> options = CuttingProgram.options(lab.lab(), sample);
    RestoreLab.Result result = lab.startInside(options, CuttingProgram.class, command).await();
    assertTrue(List.of(0, 11, 12, 14).contains(result.status()), result::all);
    System.out.printf(
        "%s: exit %d, connections cut inside of %d effects%n",
        command.getFirst(), result.status(), inside(result));
    if (result.status() != 0) {
      result.err().lines().filter(line -> !line.startsWith("  ok ")).forEach(System.out::println);
    }
    return result;
  }

  private static long inside(RestoreLab.Result result) {
    return result.err().lines().filter(line -> line.startsWith("CUT inside")).count();
  }

  /** The command line that goes on with a restore. */
  List<String> resuming(String run) {
    return List.of("resume", run, "--confirm", confirmation());
  }

  /** No effect and no inverse was tried again before it was known not to have happened. */
  void assertNothingTwice(String run) throws IOException {
    Path journal = lab.folder().resolve("state/etcd-runbook/runs/" + run + "/journal.jsonl");
    Map<String, Map<String, Long>> counts =
        Files.readAllLines(journal).stream()
            .map(JournalLine::new)
            .filter(line -> line.event().matches("(Effect|Undo)(Intended|Done|NotDone)"))
            .collect(
                Collectors.groupingBy(
                    JournalLine::of,
                    TreeMap::new,
                    Collectors.groupingBy(JournalLine::event, Collectors.counting())));
    assertTrue(counts.size() > 20, counts::toString);
    counts.forEach(
        (effect, events) -> {
          for (String kind : List.of("Effect", "Undo")) {
            long intended = events.getOrDefault(kind + "Intended", 0L);
            long notDone = events.getOrDefault(kind + "NotDone", 0L);
            long done = events.getOrDefault(kind + "Done", 0L);
            assertEquals(intended, notDone + done, () -> kind + " of " + effect + ": " + events);
          }
          assertEquals(1, events.getOrDefault("EffectDone", 0L), () -> effect + ": " + events);
        });
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
    assertControlPlaneServes();
  }

  /**
   * A kubelet that is younger by then than the API server is not restarted again; and a cluster
   * that has written already, since leases of the snapshot have ended, is not asked to.
   */
  void assertAsPlanned(RestoreLab.Result planned) throws IOException {
    new PlannedAndPerformed(lab.folder().resolve("state"), run(planned))
        .assertSame(Set.of("restart_kubelets", "write_probe"));
  }

  /** It is on the bare hosts where there are any. */
  private void assertControlPlaneServes() throws IOException, LabException {
    List<LabStatus.Container> all =
        lab.lab().status().hosts().stream().flatMap(host -> host.containers().stream()).toList();
    int servers = lab.shape().bare() > 0 ? lab.shape().bare() : lab.shape().hosts();
    assertEquals(servers, all.stream().filter(one -> one.name().equals("kube-apiserver")).count());
    assertTrue(all.stream().allMatch(LabStatus.Container::ready), all::toString);
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
