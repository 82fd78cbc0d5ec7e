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
import java.util.Arrays;
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

  private final FileChannel channel;
  private final FileChannel writer;

  /** Somebody else writes it just now. */
  public static final class Busy extends IOException {
    private static final long serialVersionUID = 1L;

    Busy(String what, Throwable cause) {
      super(what, cause);
    }
  }

  private DiskFile(FileChannel channel, FileChannel writer) {
    this.channel = channel;
    this.writer = writer;
  }

  /** Opens or makes the file, with its folders. */
  public static DiskFile open(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    Files.createDirectories(folder, PRIVATE_FOLDER);
    FileChannel writer = opened(path.resolveSibling(path.getFileName() + ".lock"));
    try {
      lock(path, writer);
      FileChannel channel = opened(path);
      // A new name is durable only once its folder is.
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
        channel.position(channel.size());
      } catch (IOException failed) {
        channel.close();
        throw failed;
      }
      return new DiskFile(channel, writer);
    } catch (IOException failed) {
      writer.close();
      throw failed;
    }
  }

  private static FileChannel opened(Path path) throws IOException {
    return FileChannel.open(
        path,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        PRIVATE_FILE);
  }

  /**
   * The lock ends with the channel, also when the process dies. It is on a file of its own that
   * nobody reads: POSIX takes a process's locks on a file from it when it closes the file anywhere,
   * and a journal is read by many.
   */
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
    ByteBuffer all = ByteBuffer.allocate((int) channel.size());
    while (all.hasRemaining() && channel.read(all, all.position()) >= 0) {
      // A read may give less than there is.
    }
    return Arrays.copyOf(all.array(), all.position());
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
    writer.close();
  }
}
