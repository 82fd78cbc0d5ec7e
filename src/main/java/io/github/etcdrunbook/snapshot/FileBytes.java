package io.github.etcdrunbook.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.zip.CRC32C;

/**
 * A file of any size as memory, little-endian. Mapped in windows of 2 GiB that begin every 1 GiB,
 * so that what is shorter than 1 GiB never lies across the end of one; the heap holds none of it.
 * Every read is checked and leaves with {@link BrokenFile} when it is outside. Not safe for several
 * threads.
 */
final class FileBytes {
  /** No structure that is read in one piece may be longer. */
  static final int PIECE_MAX = 1 << 30;

  private static final int STEP_BITS = 30;
  private static final long STEP = 1L << STEP_BITS;

  private final ByteBuffer[] windows;
  private final long size;

  private FileBytes(ByteBuffer[] windows, long size) {
    this.windows = windows;
    this.size = size;
  }

  /** Maps the file as it is now. What is no file (a pipe would be waited for) is refused. */
  static FileBytes of(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          Files.isDirectory(file)
              ? "it is a directory"
              : Files.exists(file) ? "it is no regular file" : "there is no such file");
    }
    if (!Files.isReadable(file)) {
      throw new IOException("permission denied");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer[] windows = new ByteBuffer[(int) Math.max(1, (size + STEP - 1) / STEP)];
      for (int i = 0; i < windows.length; i++) {
        long start = i * STEP;
        long length = Math.min(Integer.MAX_VALUE, size - start);
        windows[i] =
            channel
                .map(FileChannel.MapMode.READ_ONLY, start, length)
                .order(ByteOrder.LITTLE_ENDIAN);
      }
      return new FileBytes(windows, size);
    }
  }

  /** Bytes that are no file, read in the same way. */
  static FileBytes of(byte[] content) {
    ByteBuffer whole = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    return new FileBytes(new ByteBuffer[] {whole}, content.length);
  }

  long size() {
    return size;
  }

  private ByteBuffer window(long at, int length) {
    if (at < 0 || length < 0 || at > size - length || length > PIECE_MAX) {
      throw new BrokenFile(at, length + " bytes from here are not in the file");
    }
    return windows[Math.min((int) (at >>> STEP_BITS), windows.length - 1)];
  }

  private static int index(ByteBuffer[] windows, long at) {
    return (int) (at - (Math.min(at >>> STEP_BITS, windows.length - 1) << STEP_BITS));
  }

  int unsignedByte(long at) {
    return window(at, 1).get(index(windows, at)) & 0xff;
  }

  int unsignedShort(long at) {
    return window(at, 2).getShort(index(windows, at)) & 0xffff;
  }

  long unsignedInt(long at) {
    return window(at, 4).getInt(index(windows, at)) & 0xffffffffL;
  }

  long longAt(long at) {
    return window(at, 8).getLong(index(windows, at));
  }

  long bigEndianLong(long at) {
    return Long.reverseBytes(longAt(at));
  }

  byte[] copy(long at, int length) {
    ByteBuffer window = window(at, length);
    byte[] copy = new byte[length];
    window.get(index(windows, at), copy);
    return copy;
  }

  /** Adds the bytes to a checksum. */
  void checksum(CRC32C checksum, long at, int length) {
    checksum.update(positioned(at, length));
  }

  /** Adds the bytes to a digest. */
  void digest(MessageDigest digest, long at, int length) {
    digest.update(positioned(at, length));
  }

  private ByteBuffer positioned(long at, int length) {
    ByteBuffer window = window(at, length);
    int start = index(windows, at);
    return window.duplicate().limit(start + length).position(start);
  }

  /** Compares two pieces as unsigned bytes. */
  int compare(long one, int oneLength, long other, int otherLength) {
    int both = Math.min(oneLength, otherLength);
    int i = 0;
    for (; i + Long.BYTES <= both; i += Long.BYTES) {
      long a = bigEndianLong(one + i);
      long b = bigEndianLong(other + i);
      if (a != b) {
        return Long.compareUnsigned(a, b);
      }
    }
    for (; i < both; i++) {
      int difference = unsignedByte(one + i) - unsignedByte(other + i);
      if (difference != 0) {
        return difference;
      }
    }
    return Integer.compare(oneLength, otherLength);
  }

  /** Whether a piece of this file is the same as one of another. */
  boolean equal(long at, FileBytes other, long otherAt, int length) {
    int i = 0;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      if (longAt(at + i) != other.longAt(otherAt + i)) {
        return false;
      }
    }
    for (; i < length; i++) {
      if (unsignedByte(at + i) != other.unsignedByte(otherAt + i)) {
        return false;
      }
    }
    return true;
  }

  /** A hash of a piece that depends on a seed. */
  long hash(long at, int length, long seed) {
    long hash = seed ^ length;
    int i = 0;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      hash = mixed(hash ^ longAt(at + i));
    }
    for (; i < length; i++) {
      hash = mixed(hash ^ unsignedByte(at + i));
    }
    return hash;
  }

  private static long mixed(long bits) {
    long mixed = (bits ^ (bits >>> 32)) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29);
  }
}
