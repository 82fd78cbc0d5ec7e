package io.github.etcdrunbook.snapshot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Damages the bytes of a snapshot where it hurts: headers, entries, meta pages, the length. */
final class SnapshotDamage {
  private static final int PAGE = 4096;
  private static final int META_BYTES = 56;
  private static final int[] KINDS = {0, 1, 2, 4, 16, 0xffff};

  private final Random random;

  SnapshotDamage(Random random) {
    this.random = random;
  }

  /** A damaged copy. */
  byte[] applied(byte[] sound) {
    int length = random.nextInt(8) == 0 ? random.nextInt(sound.length) : sound.length;
    if (length % 512 == 32 && random.nextBoolean()) {
      length -= 32;
    }
    byte[] content = Arrays.copyOf(sound, length);
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    int pages = length / PAGE;
    if (pages > 2) {
      for (int i = random.nextInt(10); i >= 0; i--) {
        page(bytes, random.nextInt(pages), pages);
      }
      if (random.nextInt(3) == 0) {
        meta(bytes, random.nextInt(2), pages);
      }
    }
    return content;
  }

  private void page(ByteBuffer bytes, int page, int pages) {
    int start = page * PAGE;
    int element = start + 16 + 16 * random.nextInt(60);
    switch (random.nextInt(11)) {
      case 0 -> bytes.putShort(start + 8, (short) KINDS[random.nextInt(KINDS.length)]);
      case 1 -> bytes.putShort(start + 10, (short) random.nextInt(0x10000));
      case 2 -> bytes.putInt(start + 12, number(30));
      case 3 -> bytes.putLong(start, random.nextInt(pages + 2));
      case 4 -> bytes.putInt(element, random.nextInt(3));
      case 5 -> bytes.putInt(element + 4, number(5_000));
      case 6 -> bytes.putInt(element + 8, number(300));
      case 7 -> bytes.putInt(element + 12, number(3_000));
      case 8 -> bytes.putLong(element + 8, random.nextInt(pages + 1));
      case 9 -> {
        byte[] other = new byte[PAGE];
        bytes.get(random.nextInt(pages) * PAGE, other);
        bytes.put(start, other).putLong(start, page);
      }
      default -> bytes.put(start + random.nextInt(PAGE), (byte) random.nextInt(256));
    }
  }

  private int number(int small) {
    return random.nextBoolean() ? random.nextInt(small) : random.nextInt();
  }

  /** A meta page that says something else, with a checksum that agrees. */
  private void meta(ByteBuffer bytes, int number, int pages) {
    int start = number * PAGE + 16;
    switch (random.nextInt(5)) {
      case 0 -> bytes.putInt(start + 8, 512 << random.nextInt(12));
      case 1 -> bytes.putLong(start + 16, random.nextInt(pages + 1));
      case 2 -> bytes.putLong(start + 32, random.nextBoolean() ? -1 : random.nextInt(pages + 1));
      case 3 -> bytes.putLong(start + 40, random.nextBoolean() ? random.nextLong() : pages + 1L);
      default -> bytes.putLong(start + 48, random.nextLong());
    }
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < META_BYTES; i++) {
      hash = (hash ^ (bytes.get(start + i) & 0xff)) * 0x100000001b3L;
    }
    bytes.putLong(start + META_BYTES, hash);
  }
}
