package io.github.etcdrunbook.world;

/**
 * The id of an etcd cluster: an unsigned 64-bit number, printed as etcd prints it, in lower-case
 * hexadecimal without leading zeros. Immutable.
 */
public record ClusterId(long bits) implements Comparable<ClusterId> {
  /** Reads the hexadecimal form. */
  public static ClusterId parse(String hexadecimal) {
    return new ClusterId(Long.parseUnsignedLong(hexadecimal, 16));
  }

  @Override
  public int compareTo(ClusterId other) {
    return Long.compareUnsigned(bits, other.bits);
  }

  @Override
  public String toString() {
    return Long.toHexString(bits);
  }
}
