package io.github.etcdrunbook.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TrailerDigestTest {
  private static byte[] sha256(byte[] content) throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-256").digest(content);
  }

  private static byte[] withTrailer(int length) throws NoSuchAlgorithmException {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    byte[] whole = Arrays.copyOf(content, length + 32);
    System.arraycopy(sha256(content), 0, whole, length, 32);
    return whole;
  }

  /** The trailer may arrive in a piece of its own, with the content, or in parts. */
  @Test
  void findsTheTrailerHoweverTheStreamIsCut() throws NoSuchAlgorithmException {
    byte[] whole = withTrailer(1_000);
    for (int piece : new int[] {1, 7, 31, 32, 33, 64, 500, 999, 1_000, 1_001, 1_032, 2_000}) {
      TrailerDigest digest = new TrailerDigest();
      for (int at = 0; at < whole.length; at += piece) {
        digest.update(Arrays.copyOfRange(whole, at, Math.min(whole.length, at + piece)));
      }
      assertTrue(digest.agrees(), "in pieces of " + piece);
      assertEquals(HexFormat.of().formatHex(sha256(whole)), digest.whole());
    }
  }

  @Test
  void aStreamThatEndsEarlyDoesNotAgree() throws NoSuchAlgorithmException {
    byte[] whole = withTrailer(1_000);
    for (int length : new int[] {0, 1, 31, 32, 1_000, 1_031}) {
      TrailerDigest digest = new TrailerDigest();
      digest.update(Arrays.copyOf(whole, length));
      assertFalse(digest.agrees(), "of " + length + " bytes");
    }
  }
}
