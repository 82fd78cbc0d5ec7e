package io.github.etcdrunbook.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * A file on its way to this machine: lies beside its target under another name, with mode 0600,
 * until it is complete, equal to what the host has, and on disk. Closing it before removes it.
 */
final class IncomingFile implements RemoteShell.Sink, Closeable {
  private final Path target;
  private final Path part;
  private final FileChannel out;
  private final Transferred.Progress progress;
  private final MessageDigest digest = Digests.sha256();
  private long size;
  private long count;
  private String expected = "";
  private Optional<IOException> broken = Optional.empty();

  IncomingFile(Path target, Transferred.Progress progress) throws IOException {
    this.target = target.toAbsolutePath();
    this.part = this.target.resolveSibling(this.target.getFileName() + ".part");
    this.progress = progress;
    Files.deleteIfExists(part);
    this.out =
        FileChannel.open(
            part,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  @Override
  public void bytes(byte[] bytes, int offset, int length) {
    if (broken.isPresent()) {
      return;
    }
    try {
      ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
      while (left.hasRemaining()) {
        out.write(left);
      }
      digest.update(bytes, offset, length);
      count += length;
      progress.moved(count, size);
    } catch (IOException failed) {
      broken = Optional.of(failed);
    }
  }

  @Override
  public void mark(String label) {
    String[] words = label.split(" +");
    switch (words[0]) {
      case "size" -> size = Long.parseLong(words[1]);
      case "sha256" -> expected = words[1];
      default -> throw new IllegalStateException("an unknown mark: " + label);
    }
  }

  /** Gives the file its name. */
  Transferred publish() throws IOException {
    if (broken.isPresent()) {
      throw broken.get();
    }
    byte[] actual = digest.digest();
    if (!HexFormat.of().formatHex(actual).equals(expected)) {
      throw new IOException("the file changed while it was read (SHA-256 differs)");
    }
    out.force(true);
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return Transferred.of(count, actual);
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(part);
  }
}
