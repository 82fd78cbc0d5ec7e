package io.github.etcdrunbook.etcd;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Hashes a stream whose last 32 bytes are the SHA-256 of all bytes before them, without knowing
 * beforehand where it ends. Not safe for several threads.
 */
final class TrailerDigest {
  private static final int TRAILER_BYTES = 32;

  private final MessageDigest content = sha256();
  private byte[] tail = new byte[0];

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Takes the next piece; holds back what may be the trailer. */
  void update(byte[] piece) {
    if (piece.length >= TRAILER_BYTES) {
      content.update(tail);
      content.update(piece, 0, piece.length - TRAILER_BYTES);
      tail = Arrays.copyOfRange(piece, piece.length - TRAILER_BYTES, piece.length);
    } else {
      byte[] both = Arrays.copyOf(tail, tail.length + piece.length);
      System.arraycopy(piece, 0, both, tail.length, piece.length);
      int passed = Math.max(0, both.length - TRAILER_BYTES);
      content.update(both, 0, passed);
      tail = Arrays.copyOfRange(both, passed, both.length);
    }
  }

  /** Whether the last 32 bytes are the hash of the others. */
  boolean agrees() {
    return MessageDigest.isEqual(copy().digest(), tail);
  }

  /** The hash of everything, trailer included. */
  String whole() {
    MessageDigest digest = copy();
    digest.update(tail);
    return HexFormat.of().formatHex(digest.digest());
  }

  private MessageDigest copy() {
    try {
      return (MessageDigest) content.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }
}
