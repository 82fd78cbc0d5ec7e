package io.github.etcdrunbook.ssh;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.OptionalLong;

/**
 * Takes an output of any length in bounded memory: the first bytes, the last bytes, and a count.
 * For one writer; read it when the writer has ended.
 */
final class HeadAndTail extends OutputStream {
  private final int limit;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private byte[] ring = new byte[0];
  private long total;

  /** Keeps up to {@code limit} bytes of each end. */
  HeadAndTail(int limit) {
    this.limit = limit;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int toHead = Math.min(length, limit - head.size());
    head.write(bytes, offset, toHead);
    int rest = length - toHead;
    // Of a piece longer than the ring only the end can survive.
    int skipped = Math.max(0, rest - limit);
    long position = total + toHead - limit + skipped;
    total += length;
    if (rest > 0 && ring.length == 0) {
      ring = new byte[limit];
    }
    for (int from = offset + toHead + skipped; from < offset + length; ) {
      int at = (int) (position % limit);
      int piece = Math.min(limit - at, offset + length - from);
      System.arraycopy(bytes, from, ring, at, piece);
      from += piece;
      position += piece;
    }
  }

  CapturedOutput captured() {
    long after = Math.max(0, total - limit);
    byte[] tail = new byte[(int) Math.min(limit, after)];
    for (int index = 0; index < tail.length; index++) {
      tail[index] = ring[(int) ((after - tail.length + index) % limit)];
    }
    return new CapturedOutput(head.toByteArray(), tail, OptionalLong.of(total));
  }
}
