package io.github.etcdrunbook.etcd;

import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Settled;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/**
 * Saves a member's snapshot to this machine. Steps: refuse a file that is there; receive into a
 * name of this run, with the trailer checked; verify its structure and contents; rename. So a file
 * under its own name is a verified one.
 */
final class SnapshotSaving {
  private final EtcdMembers members;
  private final EtcdAdapter.Contents contents;

  SnapshotSaving(EtcdMembers members, EtcdAdapter.Contents contents) {
    this.members = members;
    this.contents = contents;
  }

  Performed perform(Effect.SaveSnapshot save, RunId run, Duration limit, Progress progress) {
    Path file = Path.of(save.path());
    if (Files.exists(file)) {
      return new Performed.NotDone(
          new Failure.Unsuitable(
              file + " exists already", "name another file, or move that one away"));
    }
    Sight<EtcdConnection> shared = members.to(save.host());
    if (shared.unseen().isPresent()) {
      return new Performed.NotDone(shared.unseen().get());
    }
    Answer<EtcdConnection> own =
        EtcdConnection.open(
            shared.seen().orElseThrow().endpoint(), withSnapshot(members.limits(), limit));
    if (!(own instanceof Answer.Ok<EtcdConnection>(EtcdConnection member))) {
      return new Performed.NotDone(WorldFailures.of(own.failure().orElseThrow()));
    }
    Path part = file.resolveSibling(file.getFileName() + ".part-" + run);
    try (member) {
      folder(file);
      Answer<SavedSnapshot> saved = member.snapshots().save(part, progress::at);
      return saved instanceof Answer.Ok<SavedSnapshot>(SavedSnapshot snapshot)
          ? published(snapshot, file)
          : new Performed.NotDone(WorldFailures.of(saved.failure().orElseThrow()));
    } catch (IOException broken) {
      return new Performed.NotDone(
          new Failure.Unsuitable(
              file + " cannot be written: " + broken, "name a folder that can be written"));
    }
  }

  private static CallLimits withSnapshot(CallLimits limits, Duration limit) {
    return new CallLimits(
        limits.call(), limits.compaction(), limits.defragmentation(), limits.silence(), limit);
  }

  private static void folder(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      Files.createDirectories(
          parent,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private Performed published(SavedSnapshot saved, Path file) throws IOException {
    Sight<SnapshotFacts> facts = contents.snapshot(saved.file());
    if (facts.unseen().isPresent()) {
      Files.deleteIfExists(saved.file());
      return new Performed.NotDone(facts.unseen().get());
    }
    describe(file, facts.seen().orElseThrow());
    Files.move(saved.file(), file, StandardCopyOption.ATOMIC_MOVE);
    return new Performed.Done(result(file, facts.seen().orElseThrow()));
  }

  /** Lies there before the snapshot has its name, for the operator alone. */
  private void describe(Path file, SnapshotFacts facts) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".json");
    Path part = file.resolveSibling(file.getFileName() + ".json.part");
    Files.deleteIfExists(part);
    Files.createFile(
        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(part, contents.description(file, facts));
    Files.move(part, beside, StandardCopyOption.ATOMIC_MOVE);
  }

  private static EffectResult result(Path file, SnapshotFacts facts) {
    return new EffectResult.Saved(file.toString(), facts.sha256(), facts.size(), facts.revision());
  }

  /** The name appears by rename when all is verified, so that its presence is the proof. */
  Settled settle(Path file) {
    if (!Files.exists(file)) {
      return new Settled.NotDone("there is no file " + file);
    }
    Optional<SnapshotFacts> facts = contents.snapshot(file).seen();
    return facts.isPresent()
        ? new Settled.Done(result(file, facts.get()), file + " is a verified snapshot")
        : new Settled.Unclear(file + " is there, and is no snapshot that can be verified");
  }
}
