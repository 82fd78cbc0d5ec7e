package io.github.etcdrunbook.local;

import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.LockOwner;
import io.github.etcdrunbook.world.LockPlace;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Sight;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The lock of one cluster on the operator's machine: a symbolic link whose target is the owner's
 * text. A link is made atomically together with what it says, and needs no space on the disk.
 */
public final class LocalLock implements LockPlace {
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path link;

  /** The lock at this path; its folder is made when it is taken. */
  public LocalLock(Path link) {
    this.link = link;
  }

  @Override
  public String name() {
    return "this machine";
  }

  @Override
  public Taking take(LockOwner owner, Reentry reentry) {
    try {
      Files.createDirectories(link.getParent(), PRIVATE);
      try {
        Files.createSymbolicLink(link, Path.of(owner.text()));
        return new Taking.Taken();
      } catch (FileAlreadyExistsException taken) {
        return again(owner, reentry);
      }
    } catch (IOException failed) {
      return new Taking.Failed(failure(failed));
    }
  }

  private Taking again(LockOwner owner, Reentry reentry) throws IOException {
    Optional<LockOwner> now = read();
    if (now.isEmpty()) {
      return new Taking.Failed(unreadable());
    }
    if (!owner.reenters(now.get(), reentry)) {
      return new Taking.Held(now.get());
    }
    Path part = link.resolveSibling(link.getFileName() + ".part-" + owner.token());
    Files.createSymbolicLink(part, Path.of(owner.text()));
    Files.move(part, link, StandardCopyOption.ATOMIC_MOVE);
    return new Taking.Reentered(now.get());
  }

  private Optional<LockOwner> read() throws IOException {
    return LockOwner.parse(Files.readSymbolicLink(link).toString());
  }

  @Override
  public Sight<Optional<LockOwner>> look() {
    try {
      Optional<LockOwner> now = read();
      return now.isPresent() ? new Sight.Seen<>(now) : new Sight.Unseen<>(unreadable());
    } catch (NoSuchFileException free) {
      return new Sight.Seen<>(Optional.empty());
    } catch (IOException failed) {
      return new Sight.Unseen<>(failure(failed));
    }
  }

  @Override
  public Optional<Failure> giveBack(LockOwner owner) {
    try {
      if (read().filter(now -> now.token().equals(owner.token())).isPresent()) {
        Files.delete(link);
      }
      return Optional.empty();
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException failed) {
      return Optional.of(failure(failed));
    }
  }

  @Override
  public Sight<Boolean> release(RunId run, String note) {
    try {
      boolean held = read().filter(now -> now.run().equals(run)).isPresent();
      if (held) {
        Files.delete(link);
      }
      return new Sight.Seen<>(held);
    } catch (NoSuchFileException gone) {
      return new Sight.Seen<>(false);
    } catch (IOException failed) {
      return new Sight.Unseen<>(failure(failed));
    }
  }

  private Failure failure(IOException failed) {
    return new Failure.Unsuitable(
        "the lock " + link + " cannot be used: " + failed, "check the folder and its disk");
  }

  private Failure unreadable() {
    return new Failure.Unsuitable(
        link + " is a lock, and does not say whose", "look at it with `ls -l`; remove it by hand");
  }
}
