package io.github.etcdrunbook.world;

/**
 * The id of an etcd member: an unsigned 64-bit number, printed as etcd prints it, in lower-case
 * hexadecimal without leading zeros. Immutable.
 */
public record MemberId(long bits) implements Comparable<MemberId> {
  /** Reads the hexadecimal form. */
  public static MemberId parse(String hexadecimal) {
    return new MemberId(Long.parseUnsignedLong(hexadecimal, 16));
  }

  @Override
  public int compareTo(MemberId other) {
    return Long.compareUnsigned(bits, other.bits);
  }

  @Override
  public String toString() {
    return Long.toHexString(bits);
  }
}
