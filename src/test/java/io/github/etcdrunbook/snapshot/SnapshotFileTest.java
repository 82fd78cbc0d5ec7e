package io.github.etcdrunbook.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.snapshot.SnapshotVerdict.Trailer;
import io.github.etcdrunbook.world.IdPrediction;
import io.github.etcdrunbook.world.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Good snapshots, and files that are almost good. */
final class SnapshotFileTest {
  @TempDir Path directory;

  static SnapshotVerdict verify(byte[] content) {
    return SnapshotFile.verify(Path.of("given"), FileBytes.of(content), Progress.none());
  }

  /** The hash and the counts are what etcdutl and etcdctl print of the same files. */
  @ParameterizedTest
  @CsvSource({"3.5, 1924719537, 108, 114, 102400", "3.4, 3601509678, 108, 112, 102400"})
  void tellsWhatEtcdsToolsTell(String line, long hash, long revision, long entries, long bytes)
      throws IOException {
    SnapshotVerdict verdict =
        SnapshotFile.verify(ExampleSnapshot.in(directory, line), Progress.none());
    assertEquals(List.of(), verdict.offences());
    assertTrue(verdict.good());
    assertFalse(verdict.goodWithoutTrailer());
    SnapshotContents contents = verdict.contents().orElseThrow();
    assertEquals(hash, contents.figures().hash());
    assertEquals(revision, contents.figures().revision());
    assertEquals(entries, contents.figures().entries());
    assertEquals(bytes, contents.figures().databaseBytes());
    assertEquals(bytes + 32, verdict.bytes());
    assertEquals(58, contents.figures().liveKeys());
    assertEquals(57, contents.figures().registryKeys());
    assertEquals(Optional.of(line + ".0"), contents.origin().clusterVersion());
    assertEquals(
        Optional.of("0f6d3c1a-0000-4000-8000-000000000002"), contents.origin().clusterUid());
    assertEquals(
        IdPrediction.member(List.of("http://127.0.0.1:23801"), "example"),
        contents.origin().members().getFirst().id());
    assertEquals("m1", contents.origin().members().getFirst().name());
    assertEquals(List.of(), contents.origin().learners());
    assertEquals(1, contents.inheritance().leases());
    assertFalse(contents.inheritance().auth());
  }

  @Test
  void tellsItsProgressToTheEnd() throws IOException {
    List<Long> steps = new ArrayList<>();
    SnapshotVerdict verdict =
        SnapshotFile.verify(
            ExampleSnapshot.in(directory, "3.5"),
            (done, total) -> {
              assertTrue(done <= total);
              steps.add(done);
            });
    assertEquals(verdict.bytes(), steps.getLast());
  }

  @Test
  void aFileCutByExactlyTheTrailerHasNone() {
    byte[] whole = ExampleSnapshot.of("3.5");
    SnapshotVerdict verdict = verify(Arrays.copyOf(whole, whole.length - 32));
    assertEquals(Trailer.ABSENT, verdict.trailer());
    assertFalse(verdict.good());
    assertTrue(verdict.goodWithoutTrailer());
  }

  @Test
  void aFileCutAtAnyBlockIsNeverGood() {
    byte[] whole = ExampleSnapshot.of("3.5");
    for (int length = 0; length < whole.length - 32; length += 512) {
      for (int more : new int[] {0, 1, 32, 511}) {
        SnapshotVerdict verdict = verify(Arrays.copyOf(whole, length + more));
        assertFalse(verdict.good());
        assertFalse(verdict.goodWithoutTrailer(), "cut to " + (length + more));
        assertTrue(verdict.offencesTotal() > 0);
      }
    }
  }

  @Test
  void aFileOfAnOddLengthIsNamedAsCutOrAddedTo() {
    byte[] whole = ExampleSnapshot.of("3.5");
    SnapshotVerdict verdict = verify(Arrays.copyOf(whole, whole.length + 7));
    assertFalse(verdict.good());
    assertTrue(verdict.offences().getFirst().what().contains("cut or added to"));
    assertEquals(whole.length + 7, verdict.offences().getFirst().offset());
  }

  @Test
  void aFileThatIsNotThereIsNotAVerdict() {
    assertThrows(
        IOException.class,
        () -> SnapshotFile.verify(directory.resolve("nowhere.db"), Progress.none()));
  }
}
