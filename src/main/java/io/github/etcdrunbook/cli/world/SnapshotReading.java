package io.github.etcdrunbook.cli.world;

import io.github.etcdrunbook.etcd.EtcdAdapter;
import io.github.etcdrunbook.local.LocalOperator;
import io.github.etcdrunbook.snapshot.KeyGroup;
import io.github.etcdrunbook.snapshot.KubernetesObject;
import io.github.etcdrunbook.snapshot.Offence;
import io.github.etcdrunbook.snapshot.RestoredKeys;
import io.github.etcdrunbook.snapshot.SnapshotComparison;
import io.github.etcdrunbook.snapshot.SnapshotContents;
import io.github.etcdrunbook.snapshot.SnapshotFile;
import io.github.etcdrunbook.snapshot.SnapshotInspection;
import io.github.etcdrunbook.snapshot.SnapshotVerdict;
import io.github.etcdrunbook.world.DescribedSnapshot;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Filling;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.Recount;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies snapshot files. A file is verified once as long as its size and time of change stay the
 * same: steps look at the same one again and again. Safe for several threads.
 */
final class SnapshotReading implements EtcdAdapter.Contents, LocalOperator.Snapshots {
  private final Map<Version, Sight<SnapshotFacts>> verified = new HashMap<>();

  /** A file as it was at some time. */
  private record Version(Path path, long size, FileTime changed) {}

  @Override
  public Optional<String> uid(byte[] stored) {
    return KubernetesObject.read(stored).map(KubernetesObject::uid);
  }

  @Override
  public synchronized Sight<SnapshotFacts> snapshot(Path path) {
    try {
      if (!Files.isRegularFile(path)) {
        return unsuitable("there is no file " + path, "name a snapshot file of this machine");
      }
      Version version = new Version(path, Files.size(path), Files.getLastModifiedTime(path));
      Sight<SnapshotFacts> known = verified.get(version);
      if (known == null) {
        known = verified(SnapshotFile.verify(path, Progress.none()));
        verified.put(version, known);
      }
      return known;
    } catch (IOException unreadable) {
      return unsuitable(
          path + " cannot be read: " + unreadable.getMessage(), "check the file and its disk");
    }
  }

  @Override
  public Sight<EtcdAdapter.Comparing> comparing(Path path) {
    try {
      return new Sight.Seen<>(new LossCounting(SnapshotComparison.with(path, Progress.none())));
    } catch (IOException unreadable) {
      return new Sight.Unseen<>(
          new Failure.Unsuitable(
              path + " cannot be read: " + unreadable.getMessage(), "check the file and its disk"));
    }
  }

  @Override
  public Sight<Recount> recount(Path restored, Path later, long revision) {
    try {
      return new Sight.Seen<>(RestoredKeys.of(restored, later, revision));
    } catch (IOException unreadable) {
      return unsuitable(
          restored + " and " + later + " cannot be compared: " + unreadable.getMessage(),
          "check the files and their disk");
    }
  }

  @Override
  public Sight<Filling> filling(Path path) {
    try {
      SnapshotInspection found = SnapshotInspection.of(path, "", Progress.none());
      if (found.contents().isEmpty()) {
        return unsuitable(path + " is not a snapshot", "see `snapshot verify`");
      }
      return new Sight.Seen<>(
          new Filling(
              found.types().stream().map(SnapshotReading::type).toList(),
              found.top().mostWritten().stream()
                  .map(key -> new Filling.Written(key.key(), key.version()))
                  .toList()));
    } catch (IOException unreadable) {
      return unsuitable(
          path + " cannot be read: " + unreadable.getMessage(), "check the file and its disk");
    }
  }

  private static Filling.Type type(KeyGroup group) {
    return new Filling.Type(
        group.type(), group.keys(), group.bytes(), group.olderEntries(), group.olderBytes());
  }

  @Override
  public String description(Path file, SnapshotFacts facts) {
    return SnapshotDescription.of(file, facts);
  }

  @Override
  public Optional<DescribedSnapshot> described(Path file) {
    return SnapshotDescription.read(file);
  }

  @Override
  public List<Path> savedWith(Path snapshot) throws IOException {
    return SealedDescription.with(snapshot);
  }

  private static Sight<SnapshotFacts> verified(SnapshotVerdict verdict) {
    if (verdict.good()) {
      return new Sight.Seen<>(facts(verdict, verdict.contents().orElseThrow()));
    }
    String first =
        verdict.offences().stream()
            .findFirst()
            .map(Offence::what)
            .orElse(
                verdict.trailer() == SnapshotVerdict.Trailer.ABSENT
                    ? "it has no trailer: a raw copy of a database, or cut short"
                    : "its trailer does not agree with its bytes");
    return unsuitable(
        verdict.file() + " is not a sound snapshot: " + first,
        "see `snapshot verify`; take another copy or another snapshot");
  }

  private static SnapshotFacts facts(SnapshotVerdict verdict, SnapshotContents contents) {
    return new SnapshotFacts(
        verdict.file().toString(),
        verdict.sha256(),
        verdict.bytes(),
        contents.figures().revision(),
        contents.figures().liveKeys(),
        new SnapshotFacts.Contents(
            contents.origin().clusterVersion().orElse(""),
            contents.origin().clusterUid().orElse(""),
            contents.origin().members(),
            contents.inheritance().alarms(),
            contents.figures().registryKeys(),
            contents.figures().leasedKeys(),
            contents.inheritance().auth()));
  }

  private static <T> Sight<T> unsuitable(String what, String hint) {
    return new Sight.Unseen<>(new Failure.Unsuitable(what, hint));
  }
}
