package io.github.etcdrunbook.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.etcd.LabCommand;
import io.github.etcdrunbook.etcd.LabEtcd;
import io.github.etcdrunbook.world.IdPrediction;
import io.github.etcdrunbook.world.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The databases that etcdutl makes: restored, with a bumped revision, defragmented offline. */
@Tag("lab")
final class RestoredDatabaseLabTest {
  private static final String PEER = "http://127.0.0.1:23801";

  @TempDir Path directory;

  private SnapshotVerdict restored(String... options) throws IOException {
    Path data = directory.resolve("data");
    List<String> command = new ArrayList<>();
    command.add(LabEtcd.binaries("35").resolve("etcdutl").toString());
    command.addAll(
        List.of(
            "snapshot",
            "restore",
            ExampleSnapshot.in(directory, "3.5").toString(),
            "--data-dir=" + data,
            "--name=m1",
            "--initial-cluster=m1=" + PEER,
            "--initial-cluster-token=restore-1",
            "--initial-advertise-peer-urls=" + PEER));
    command.addAll(List.of(options));
    LabCommand.run(directory, command);
    return verdict(data);
  }

  private static SnapshotVerdict verdict(Path data) throws IOException {
    return SnapshotFile.verify(data.resolve("member/snap/db"), Progress.none());
  }

  @Test
  void aRestoredDatabaseIsSoundAndHasThePredictedMember() throws IOException {
    SnapshotVerdict verdict = restored();
    assertEquals(List.of(), verdict.offences());
    assertTrue(verdict.goodWithoutTrailer());
    SnapshotContents contents = verdict.contents().orElseThrow();
    assertEquals(108, contents.figures().revision());
    assertEquals(58, contents.figures().liveKeys());
    assertEquals(
        List.of(IdPrediction.member(List.of(PEER), "restore-1")),
        contents.origin().members().stream().map(member -> member.id()).toList());
  }

  @Test
  void aBumpedRevisionIsReadAndAddsNoKey() throws IOException {
    SnapshotVerdict verdict = restored("--bump-revision=1000000", "--mark-compacted");
    assertEquals(List.of(), verdict.offences());
    SnapshotContents.Figures figures = verdict.contents().orElseThrow().figures();
    assertEquals(1_000_108, figures.revision());
    assertEquals(1_000_108, figures.compactedRevision());
    assertEquals(58, figures.liveKeys());
  }

  @Test
  void aDatabaseThatWasDefragmentedOfflineIsSound() throws IOException {
    restored();
    LabCommand.run(
        directory,
        List.of(
            LabEtcd.binaries("35").resolve("etcdutl").toString(),
            "defrag",
            "--data-dir=" + directory.resolve("data")));
    SnapshotVerdict verdict = verdict(directory.resolve("data"));
    assertEquals(List.of(), verdict.offences());
    assertEquals(58, verdict.contents().orElseThrow().figures().liveKeys());
  }
}
