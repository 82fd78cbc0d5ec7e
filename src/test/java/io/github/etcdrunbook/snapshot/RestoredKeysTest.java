package io.github.etcdrunbook.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.etcdrunbook.world.Recount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restored snapshot against a later one: every key has an explanation or is named. */
final class RestoredKeysTest {
  private static final long REVISION = 108;
  private static final int KEYS = 58;

  @TempDir Path directory;

  private Path restored() {
    return ExampleSnapshot.in(directory, "3.5");
  }

  /** A later snapshot in which one text stands for another of the same length, everywhere. */
  private Path later(String text, String other) throws IOException {
    String content = new String(ExampleSnapshot.of("3.5"), StandardCharsets.ISO_8859_1);
    return Files.write(
        directory.resolve("later.db"),
        content.replace(text, other).getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void aSnapshotAccountsForItself() throws IOException {
    assertEquals(
        new Recount(KEYS, 0, 0, 0, List.of(), 0, List.of()),
        RestoredKeys.of(restored(), restored(), REVISION));
  }

  @Test
  void whatHasALaterRevisionWasWrittenSince() throws IOException {
    Recount recount = RestoredKeys.of(restored(), restored(), 1);
    assertEquals(0, recount.unexplained());
    assertEquals(KEYS, recount.kept() + recount.written());
    assertEquals(KEYS, recount.written());
  }

  @Test
  void aKeyThatIsMissingWithoutADeletionIsNamed() throws IOException {
    Recount recount = RestoredKeys.of(restored(), later("minions/cp3", "minions/zz3"), REVISION);
    assertEquals(2, recount.unexplained());
    assertEquals(
        List.of("/registry/minions/cp3 (missing)", "/registry/minions/zz3 (from elsewhere)"),
        recount.examples().stream().sorted().toList());
    assertEquals(List.of(), recount.types());
  }

  @Test
  void aTypeWithFewerKeysIsToldWithItsNumbers() throws IOException {
    Recount recount = RestoredKeys.of(restored(), later("/minions/cp3", "/minion3/cp3"), REVISION);
    assertEquals(
        List.of("minion3 0 in the snapshot, 1 now", "nodes 3 in the snapshot, 2 now"),
        recount.types());
  }

  @Test
  void whatHadALeaseMayBeGone() throws IOException {
    String leased =
        SnapshotKeys.of(restored(), io.github.etcdrunbook.world.Progress.none()).list("").stream()
            .filter(key -> key.startsWith("/registry/events/"))
            .findFirst()
            .orElseThrow();
    String other = leased.replace("/registry/events/", "/registry/eventz/");
    Recount recount = RestoredKeys.of(restored(), later(leased, other), REVISION);
    assertEquals(1, recount.gone());
    assertEquals(List.of(other + " (from elsewhere)"), recount.examples());
  }

  @Test
  void aFileThatIsNoSnapshotIsNoAnswer() throws IOException {
    Path garbage = Files.write(directory.resolve("garbage"), new byte[4096]);
    assertThrows(IOException.class, () -> RestoredKeys.of(restored(), garbage, REVISION));
  }
}
