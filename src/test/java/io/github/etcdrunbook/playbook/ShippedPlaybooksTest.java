package io.github.etcdrunbook.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.actions.Catalog;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.DiagnosticForm;
import io.github.etcdrunbook.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedPlaybooksTest {
  static Stream<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("playbooks"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  static Stream<Manual> manuals() {
    return Catalog.actions().stream().map(Action::manual);
  }

  /**
   * An example may use inputs and steps that its playbook would have; nothing else may be wrong.
   */
  @ParameterizedTest
  @MethodSource("manuals")
  void readsTheExampleOfEveryAction(Manual manual) {
    String text =
        """
        apiVersion: etcd-runbook/v1
        kind: Playbook
        name: p
        title: A playbook
        summary: For a test.
        """
            + "inputs: {}\nsteps:\n"
            + manual.example().indent(2);
    Reading reading =
        new PlaybookReader(Catalog.actions(), path -> Checked.of(new SourceFile(path, text)))
            .read("example.yaml");
    assertEquals(
        List.of(),
        DiagnosticForm.all(reading.playbook().diagnostics(), reading.sources()).stream()
            .filter(form -> !form.message().matches("`(inputs|steps)` has no field .*"))
            .map(form -> "\n" + form.text())
            .toList());
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void readsTheShippedPlaybooks(Path path) {
    Reading reading =
        new PlaybookReader(Catalog.actions(), InvalidFilesTest::load).read(path.toString());
    assertEquals(
        List.of(),
        DiagnosticForm.all(reading.playbook().diagnostics(), reading.sources()).stream()
            .map(form -> "\n" + form.text())
            .toList());
  }
}
