package io.github.etcdrunbook.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.actions.Catalog;
import io.github.etcdrunbook.source.DiagnosticForm;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaybookReaderTest {
  @ParameterizedTest
  @ValueSource(strings = {"playbooks/restore-from-snapshot.yaml", "playbooks/backup.yaml"})
  void readsTheShippedPlaybooks(String path) {
    Reading reading = new PlaybookReader(Catalog.actions(), InvalidFilesTest::load).read(path);
    assertEquals(
        List.of(),
        DiagnosticForm.all(reading.playbook().diagnostics(), reading.sources()).stream()
            .map(form -> "\n" + form.text())
            .toList());
  }
}
