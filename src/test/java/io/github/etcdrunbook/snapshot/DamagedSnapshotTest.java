package io.github.etcdrunbook.snapshot;

import static io.github.etcdrunbook.snapshot.SnapshotFileTest.verify;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.snapshot.SnapshotVerdict.Trailer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were damaged by accident or on purpose: found, located, and never an exception. */
final class DamagedSnapshotTest {
  private static final int PAGE = 4096;
  private static final int FLIPS = 5_000;
  private static final long SEED = 20_261_123;

  private static byte[] raw() {
    byte[] whole = ExampleSnapshot.of("3.5");
    return Arrays.copyOf(whole, whole.length - 32);
  }

  private static ByteBuffer at(byte[] content, int offset) {
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).position(offset);
  }

  /** The first page of the wanted kind that is in use. */
  private static int page(byte[] content, int kind) {
    for (int page = 2; page < content.length / PAGE; page++) {
      if (at(content, page * PAGE + 8).getShort() == kind
          && at(content, page * PAGE + 10).getShort() > 1
          && at(content, page * PAGE).getLong() == page
          && reached(content, page)) {
        return page;
      }
    }
    throw new AssertionError("no page of kind " + kind);
  }

  private static boolean reached(byte[] content, int page) {
    byte[] spoilt = content.clone();
    spoilt[page * PAGE + 8] = 99;
    return verify(spoilt).offencesTotal() > 0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.4", "3.5"})
  void everyFlippedByteIsCaughtByTheTrailer(String line) {
    byte[] content = ExampleSnapshot.of(line);
    Random random = new Random(SEED);
    for (int i = 0; i < FLIPS; i++) {
      int offset = random.nextInt(content.length);
      byte change = (byte) (1 + random.nextInt(255));
      content[offset] ^= change;
      SnapshotVerdict verdict = verify(content);
      assertFalse(verdict.good(), "byte " + offset + " changed by " + change);
      assertEquals(Trailer.DISAGREES, verdict.trailer());
      content[offset] ^= change;
    }
    assertTrue(verify(content).good());
  }

  /**
   * Without a trailer only what has a structure can be caught: the share is small here, since most
   * bytes are values, or pages that nothing uses.
   */
  @Test
  void someFlippedBytesAreCaughtByStructureAlone() {
    byte[] content = raw();
    Random random = new Random(SEED);
    int caught = 0;
    for (int i = 0; i < FLIPS; i++) {
      int offset = random.nextInt(content.length);
      byte change = (byte) (1 + random.nextInt(255));
      content[offset] ^= change;
      caught += verify(content).goodWithoutTrailer() ? 0 : 1;
      content[offset] ^= change;
    }
    assertTrue(caught > FLIPS / 20, "caught " + caught);
  }

  @Test
  void randomDamageNeverEndsInAnException() {
    Random random = new Random(SEED);
    for (int round = 0; round < 1_000; round++) {
      byte[] content = raw();
      for (int i = 0; i < 1 + random.nextInt(20); i++) {
        int offset =
            random.nextBoolean()
                ? random.nextInt(content.length)
                : PAGE * random.nextInt(content.length / PAGE) + random.nextInt(64);
        content[offset] = (byte) (random.nextInt(4) == 0 ? 0xff : random.nextInt(256));
      }
      SnapshotVerdict verdict = verify(content);
      assertFalse(verdict.good());
      verdict.offences().forEach(offence -> assertFalse(offence.what().isEmpty()));
    }
  }

  @Test
  void garbageAndEmptinessAreNamed() {
    byte[] garbage = new byte[PAGE * 16];
    new Random(SEED).nextBytes(garbage);
    for (byte[] content : new byte[][] {garbage, new byte[PAGE * 16], new byte[0], new byte[32]}) {
      SnapshotVerdict verdict = verify(content);
      assertFalse(verdict.goodWithoutTrailer());
      assertTrue(verdict.contents().isEmpty());
      assertTrue(verdict.offences().getFirst().what().contains("meta page 0"));
    }
  }

  @Test
  void zeroedPagesAreLocated() {
    byte[] content = raw();
    int leaf = page(content, PageTable.LEAF);
    Arrays.fill(content, leaf * PAGE, (leaf + 1) * PAGE, (byte) 0);
    Offence offence = verify(content).offences().getFirst();
    assertEquals(leaf, offence.page().orElseThrow());
    assertEquals((long) leaf * PAGE, offence.offset());
  }

  @Test
  void swappedPagesAreLocated() {
    byte[] content = raw();
    int leaf = page(content, PageTable.LEAF);
    int branch = page(content, PageTable.BRANCH);
    byte[] first = Arrays.copyOfRange(content, leaf * PAGE, (leaf + 1) * PAGE);
    System.arraycopy(content, branch * PAGE, content, leaf * PAGE, PAGE);
    System.arraycopy(first, 0, content, branch * PAGE, PAGE);
    Offence offence = verify(content).offences().getFirst();
    assertEquals("the page says that it is page " + leaf, offence.what());
    assertEquals(branch, offence.page().orElseThrow());
  }

  @Test
  void aPageThatPointsToItselfIsReachedOnce() {
    byte[] content = raw();
    int branch = page(content, PageTable.BRANCH);
    at(content, branch * PAGE + 16 + 8).putLong(branch);
    assertTrue(
        verify(content).offences().stream()
            .anyMatch(offence -> offence.what().endsWith("has been reached before")));
  }

  @Test
  void absurdCountsAreRefusedQuickly() {
    byte[] content = raw();
    int leaf = page(content, PageTable.LEAF);
    int branch = page(content, PageTable.BRANCH);
    for (int place : new int[] {leaf * PAGE + 10, branch * PAGE + 10}) {
      byte[] many = content.clone();
      at(many, place).putShort((short) 0xffff);
      assertTimeout(Duration.ofSeconds(1), () -> assertTrue(verify(many).offencesTotal() > 0));
    }
    for (int place : new int[] {leaf * PAGE + 12, leaf * PAGE + 16 + 8, leaf * PAGE + 16 + 12}) {
      byte[] long1 = content.clone();
      at(long1, place).putInt(-1);
      assertTimeout(Duration.ofSeconds(1), () -> assertTrue(verify(long1).offencesTotal() > 0));
    }
  }

  @Test
  void oneDamagedMetaPageIsToldAndTheOtherIsRead() {
    for (int meta = 0; meta < 2; meta++) {
      byte[] content = raw();
      content[meta * PAGE + 40] ^= 1;
      SnapshotVerdict verdict = verify(content);
      assertEquals(
          "meta page " + meta + ": its checksum does not agree",
          verdict.offences().getFirst().what());
      assertTrue(verdict.contents().isPresent());
      assertEquals(1, verdict.offencesTotal());
    }
  }

  @Test
  void aValueUnderAnotherRevisionIsAnOffence() {
    byte[] key = "/registry/minions/cp3".getBytes(StandardCharsets.UTF_8);
    byte[] sound = raw();
    boolean caught = false;
    for (int i = 0; i < sound.length - key.length; i++) {
      if (Arrays.equals(sound, i, i + key.length, key, 0, key.length)) {
        byte[] content = sound.clone();
        // After the key come the create revision and the mod revision, a tag before each.
        content[i + key.length + 3] ^= 1;
        caught |=
            verify(content).offences().stream()
                .anyMatch(offence -> offence.what().endsWith("holds numbers of another"));
      }
    }
    assertTrue(caught);
  }
}
