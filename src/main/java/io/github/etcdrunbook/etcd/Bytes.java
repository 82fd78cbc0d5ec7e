package io.github.etcdrunbook.etcd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A key or a value of etcd: any bytes, compared as unsigned numbers as etcd does. Immutable. */
public final class Bytes implements Comparable<Bytes> {
  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** A copy of these bytes. */
  public static Bytes of(byte[] content) {
    return new Bytes(content.clone());
  }

  /** The UTF-8 form of a text. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A copy. */
  public byte[] toArray() {
    return content.clone();
  }

  /** How many bytes. */
  public int size() {
    return content.length;
  }

  /**
   * The end of the range of all keys that start with these bytes; a single zero byte, which etcd
   * reads as "to the end", when there is no next prefix.
   */
  public Bytes endOfPrefix() {
    int last = content.length - 1;
    while (last >= 0 && content[last] == (byte) 0xff) {
      last--;
    }
    if (last < 0) {
      return new Bytes(new byte[] {0});
    }
    byte[] end = Arrays.copyOf(content, last + 1);
    end[last]++;
    return new Bytes(end);
  }

  /** The first key after this one. */
  public Bytes next() {
    return new Bytes(Arrays.copyOf(content, content.length + 1));
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /** The text, when the bytes are UTF-8; what is not is shown as the replacement character. */
  @Override
  public String toString() {
    return new String(content, StandardCharsets.UTF_8);
  }
}
