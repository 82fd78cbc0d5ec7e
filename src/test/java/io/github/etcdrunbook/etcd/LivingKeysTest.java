package io.github.etcdrunbook.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LivingKeysTest {
  @Test
  void pagesAreFewWhereKeysAreSmall() {
    assertEquals(10_000, LivingKeys.pageKeys(50 << 20, 50_000));
  }

  @Test
  void aPageOfLargeValuesIsNoLoadForTheMember() {
    assertEquals(7_463, LivingKeys.pageKeys(4_496L * 50_000, 50_000));
    assertEquals(500, LivingKeys.pageKeys(8L << 30, 8_000));
  }

  @Test
  void anEmptyClusterHasAPageToo() {
    assertEquals(10_000, LivingKeys.pageKeys(0, 0));
    assertEquals(500, LivingKeys.pageKeys(8L << 30, 0));
  }
}
