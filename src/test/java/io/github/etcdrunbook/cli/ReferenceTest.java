package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.actions.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceTest {
  @TempDir private Path state;
  private RunOnDisk runs;

  @BeforeEach
  void start() {
    runs = new RunOnDisk(state);
  }

  @Test
  void theReferencePageIsWhatTheActionsSay() throws IOException {
    assertEquals(ExitCode.DONE, look("actions", "--markdown"));
    assertEquals(
        runs.out(),
        Files.readString(Path.of("examples/ACTIONS.md")),
        "stale: ./etcd-runbook actions --markdown > examples/ACTIONS.md");
  }

  @Test
  void actionsListsEveryActionInALine() {
    assertEquals(ExitCode.DONE, look("actions"));
    String out = runs.out();
    assertEquals(Catalog.actions().size(), out.lines().count());
    for (Action<?, ?, ?> action : Catalog.actions()) {
      assertTrue(out.contains(action.manual().name() + " "), out);
    }
  }

  @Test
  void anActionIsExplainedWithArgumentsAndOutputs() {
    assertEquals(ExitCode.DONE, look("actions", "etcd.snapshot_save"));
    String out = runs.out();
    assertTrue(out.contains("`required` (true or false, default `true`, such as `false`): "), out);
    assertTrue(out.contains("`to` (text, required, such as `backups/"), out);
    assertTrue(out.contains("- `revision` (whole number): "), out);
    assertTrue(out.contains("uses: etcd.snapshot_save"), out);
  }

  @Test
  void anUnknownActionIsACommandLineFault() {
    assertEquals(ExitCode.COMMAND_LINE, look("actions", "etcd.nothing"));
    assertTrue(runs.err().contains("no action `etcd.nothing`"));
  }

  @Test
  void listHasEveryShippedPlaybookUnderWhatItIsFor() throws IOException {
    assertEquals(ExitCode.DONE, look("list"));
    String out = runs.out();
    assertTrue(
        out.matches(
            "(?s)Incident: .* restore-from-snapshot +Restore [^\n]*\n +Risk: Everything .*"
                + "\nRoutine: .* backup +Save a verified snapshot\n +Risk: None .*"
                + "\nRead only: .* health +Examine.*"),
        out);
    assertTrue(out.lines().allMatch(line -> line.length() <= 80), out);
    try (Stream<Path> files = Files.list(Path.of("playbooks"))) {
      files
          .map(file -> file.getFileName().toString().replace(".yaml", ""))
          .forEach(name -> assertTrue(out.contains("  " + name + " "), name));
    }
    assertFalse(out.contains("Other"), out);
  }

  @Test
  void showTellsWhatIsRefused() {
    assertEquals(ExitCode.DONE, look("show", "nospace-recovery"));
    String out = runs.out().replaceAll("\\s+", " ");
    assertTrue(out.contains("- no member has quorum, and without it"), out);
    assertTrue(out.contains("serves its quorum, but for defragment_only"), out);
    assertTrue(runs.out().lines().allMatch(line -> line.length() <= 80), runs.out());
  }

  @Test
  void showTellsInputsStepsGatesAndThePointOfNoReturn() {
    assertEquals(ExitCode.DONE, look("show", "restore-from-snapshot"));
    String out = runs.out();
    assertTrue(out.matches("(?s).*snapshot +file, required\n +The snapshot to restore.*"), out);
    assertTrue(out.matches("(?s).*fenced +list of host, default \\[\\]\n.*"), out);
    assertTrue(out.contains("Typed answer: ${cluster.name}"), out);
    assertTrue(
        out.matches("(?s).*write_probe .*\n *═+ point of no return ═+\n *start_api_servers .*"),
        out);
  }

  @Test
  void showOfAnUnknownPlaybookSaysThatThereIsNone() {
    assertEquals(ExitCode.WRONG_FILES, look("show", "no-such-playbook"));
    assertTrue(runs.err().contains("file.missing"));
  }

  private ExitCode look(String... arguments) {
    return runs.command(Optional.empty(), arguments);
  }
}
