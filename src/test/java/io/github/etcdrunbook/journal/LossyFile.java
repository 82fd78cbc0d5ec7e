package io.github.etcdrunbook.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** A file in memory that forgets what was not forced when its machine dies. */
public final class LossyFile implements JournalFile {
  private byte[] forced = new byte[0];
  private final ByteArrayOutputStream cached = new ByteArrayOutputStream();

  @Override
  public byte[] read() {
    byte[] all = Arrays.copyOf(forced, forced.length + cached.size());
    System.arraycopy(cached.toByteArray(), 0, all, forced.length, cached.size());
    return all;
  }

  @Override
  public void append(byte[] bytes) throws IOException {
    cached.write(bytes);
  }

  @Override
  public void force() {
    forced = read();
    cached.reset();
  }

  @Override
  public void cutTo(long length) {
    forced = Arrays.copyOf(read(), (int) length);
    cached.reset();
  }

  /** What is on the disk for certain. */
  byte[] forced() {
    return forced.clone();
  }

  /** The machine dies; so many bytes of what was not forced had reached the disk. */
  public void die(int survivors) {
    byte[] all = read();
    forced = Arrays.copyOf(all, Math.min(all.length, forced.length + survivors));
    cached.reset();
  }
}
