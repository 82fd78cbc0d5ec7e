package io.github.etcdrunbook.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.actions.Catalog;
import io.github.etcdrunbook.inventory.GroupName;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.inventory.InventoryReader;
import io.github.etcdrunbook.playbook.Datum;
import io.github.etcdrunbook.playbook.PlaybookReader;
import io.github.etcdrunbook.playbook.Reading;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.world.SlowWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples that ship: inventories are read without a finding, the playbook survives. */
class ExamplesTest {
  static Stream<Path> inventories() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("inventories"))) {
      return files.sorted().toList().stream();
    }
  }

  private static SourceFile file(String path) {
    try {
      return new SourceFile(path, Files.readString(Path.of(path)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @ParameterizedTest
  @MethodSource("inventories")
  void readsTheInventories(Path path) {
    Checked<Inventory> inventory = InventoryReader.read(file(path.toString()));
    assertEquals(List.of(), inventory.diagnostics());
    assertEquals(3, inventory.value().orElseThrow().in(new GroupName("etcd")).size());
  }

  @Test
  void survivesEveryCrashOfThePlaybook() {
    Reading reading =
        new PlaybookReader(Catalog.actions(), path -> Checked.of(file(path)))
            .read("examples/maintenance-note.yaml");
    assertEquals(List.of(), reading.playbook().diagnostics());
    Setting setting =
        Setting.of(
            reading.playbook().value().orElseThrow(),
            Map.of("note", new Datum.Text("tried")),
            () -> SlowWorld.builder().build());
    Verdict.Tried tried = assertInstanceOf(Verdict.Tried.class, new CrashMatrix(setting, 1).run());
    assertTrue(tried.isGood(), tried::toString);
    assertTrue(tried.resumed().survived() > 60 && tried.undone().survived() > 30);
  }
}
