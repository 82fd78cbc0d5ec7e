package io.github.etcdrunbook.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class BytesTest {
  @Test
  void theEndOfAPrefixIsTheNextPrefix() {
    assertEquals(Bytes.utf8("/registry0"), Bytes.utf8("/registry/").endOfPrefix());
    assertEquals(
        Bytes.of(new byte[] {2}), Bytes.of(new byte[] {1, (byte) 0xff, (byte) 0xff}).endOfPrefix());
    assertEquals(Bytes.of(new byte[] {0}), Bytes.of(new byte[] {(byte) 0xff}).endOfPrefix());
  }

  @Test
  void bytesCompareAsUnsignedNumbers() {
    assertTrue(Bytes.of(new byte[] {(byte) 0x80}).compareTo(Bytes.of(new byte[] {0x7f})) > 0);
  }

  @Test
  void theNextKeyIsTheSmallestGreaterOne() {
    assertTrue(Bytes.utf8("a").compareTo(Bytes.utf8("a").next()) < 0);
    assertTrue(Bytes.utf8("a").next().compareTo(Bytes.of(new byte[] {'a', 1})) < 0);
  }
}
