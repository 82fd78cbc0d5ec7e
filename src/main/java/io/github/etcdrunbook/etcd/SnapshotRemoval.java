package io.github.etcdrunbook.etcd;

import io.github.etcdrunbook.world.DescribedSnapshot;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Settled;
import io.github.etcdrunbook.world.SnapshotFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Deletes a snapshot of this machine with its description and what was saved with it. Steps: the
 * newer one is verified; the old one still is the file that was described; it goes, then what was
 * saved with it, then its description. So what a crash leaves has no snapshot any more, and the
 * next attempt takes it away.
 */
final class SnapshotRemoval {
  private static final long DESCRIPTION_BYTES_MAX = 1 << 20;

  private final EtcdAdapter.Contents contents;

  SnapshotRemoval(EtcdAdapter.Contents contents) {
    this.contents = contents;
  }

  Performed perform(Effect.RemoveSnapshot remove) {
    Optional<Failure> objection = objection(remove);
    if (objection.isPresent()) {
      return new Performed.NotDone(objection.get());
    }
    Path file = Path.of(remove.path());
    try {
      Files.deleteIfExists(file);
      for (Path other : contents.savedWith(file)) {
        Files.delete(other);
      }
      if (describes(beside(file), remove)) {
        Files.delete(beside(file));
      }
      return new Performed.Done(new EffectResult.Nothing());
    } catch (IOException broken) {
      return new Performed.NotDone(
          new Failure.Unsuitable(
              file + " cannot be deleted: " + broken, "check the folder and its disk"));
    }
  }

  private Optional<Failure> objection(Effect.RemoveSnapshot remove) {
    Path file = Path.of(remove.path());
    Path newer = Path.of(remove.newer());
    if (file.toAbsolutePath().normalize().equals(newer.toAbsolutePath().normalize())
        || contents.snapshot(newer).seen().isEmpty()) {
      return Optional.of(
          new Failure.Unsuitable(
              remove.newer() + " is not a newer snapshot that verifies",
              "nothing was deleted; save a snapshot first"));
    }
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    boolean described =
        contents
            .described(file)
            .map(DescribedSnapshot::sha256)
            .filter(remove.sha256()::equals)
            .isPresent();
    boolean same =
        described
            && contents
                .snapshot(file)
                .seen()
                .map(SnapshotFacts::sha256)
                .filter(remove.sha256()::equals)
                .isPresent();
    return same
        ? Optional.empty()
        : Optional.of(
            new Failure.Unsuitable(
                file + " is not the snapshot that was planned", "nothing was deleted; look at it"));
  }

  /** Nothing is left of it, or something is. */
  Settled settle(Effect.RemoveSnapshot remove) {
    Path file = Path.of(remove.path());
    try {
      boolean left =
          !Files.notExists(file, LinkOption.NOFOLLOW_LINKS)
              || !contents.savedWith(file).isEmpty()
              || describes(beside(file), remove);
      return left
          ? new Settled.NotDone(file + " or what was saved with it is there")
          : new Settled.Done(new EffectResult.Nothing(), file + " is gone");
    } catch (IOException unreadable) {
      return new Settled.Unclear(file + " cannot be looked at: " + unreadable);
    }
  }

  private static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".json");
  }

  private static boolean describes(Path beside, Effect.RemoveSnapshot remove) throws IOException {
    return Files.isRegularFile(beside, LinkOption.NOFOLLOW_LINKS)
        && Files.size(beside) <= DESCRIPTION_BYTES_MAX
        && Files.readString(beside).contains(remove.sha256().hexadecimal());
  }
}
