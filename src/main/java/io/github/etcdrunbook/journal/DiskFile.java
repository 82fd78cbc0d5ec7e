package io.github.etcdrunbook.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A journal's file on disk, readable by its owner alone, in a folder that only its owner enters. It
 * is locked while it is open: a second writer is refused.
 */
public final class DiskFile implements JournalFile, AutoCloseable {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path path;
  private final FileChannel channel;

  /** Somebody else writes it just now. */
  public static final class Busy extends IOException {
    private static final long serialVersionUID = 1L;

    Busy(String what, Throwable cause) {
      super(what, cause);
    }
  }

  private DiskFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Opens or makes the file, with its folders. */
  public static DiskFile open(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    Files.createDirectories(folder, PRIVATE_FOLDER);
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PRIVATE_FILE);
    try {
      lock(path, channel);
      // A new name is durable only once its folder is.
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
      channel.position(channel.size());
      return new DiskFile(path, channel);
    } catch (IOException failed) {
      channel.close();
      throw failed;
    }
  }

  /** The lock ends with the channel, also when the process dies. */
  private static void lock(Path path, FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new Busy(path + " is being written by another process", null);
      }
    } catch (OverlappingFileLockException heldHere) {
      throw new Busy(path + " is being written by this process already", heldHere);
    }
  }

  @Override
  public byte[] read() throws IOException {
    return Files.readAllBytes(path);
  }

  @Override
  public void append(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  public void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void cutTo(long length) throws IOException {
    channel.truncate(length);
    channel.position(length);
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
