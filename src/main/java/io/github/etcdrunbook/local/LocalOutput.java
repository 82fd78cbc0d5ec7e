package io.github.etcdrunbook.local;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The first bytes of an output and a count of all of them. Filled by one writer, read when the
 * writer has ended.
 */
public final class LocalOutput extends OutputStream {
  private final int limit;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long total;

  LocalOutput(int limit) {
    this.limit = limit;
  }

  @Override
  public synchronized void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    kept.write(bytes, offset, Math.min(length, limit - kept.size()));
    total += length;
  }

  /** How long the whole output was. */
  public synchronized long total() {
    return total;
  }

  /** Whether all of the output was kept. */
  public synchronized boolean isComplete() {
    return total == kept.size();
  }

  /** What was kept, as it came. */
  public synchronized byte[] bytes() {
    return kept.toByteArray();
  }

  /** What was kept, as UTF-8 text. */
  public synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return text();
  }
}
