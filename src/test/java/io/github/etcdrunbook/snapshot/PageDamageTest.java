package io.github.etcdrunbook.snapshot;

import static io.github.etcdrunbook.snapshot.SnapshotFileTest.verify;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every page of real databases without a trailer: zeroed, swapped with every other, pointed to from
 * everywhere, and with absurd numbers in each of its fields. Found by structure alone, located,
 * within a second and in bounded memory.
 */
final class PageDamageTest {
  private static final int PAGE = 4096;
  private static final int HEADER = 16;
  private static final int SPACE_MAX = 16 << 20;
  private static final int[] ABSURD = {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24};

  private static byte[] raw(String line) {
    byte[] whole = ExampleSnapshot.of(line);
    return Arrays.copyOf(whole, whole.length - 32);
  }

  private static ByteBuffer of(byte[] content) {
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The pages that are in use, found by a walk of its own. */
  private static Set<Integer> used(byte[] content) {
    ByteBuffer bytes = of(content);
    int newer = bytes.getLong(HEADER + 48) >= bytes.getLong(PAGE + HEADER + 48) ? 0 : PAGE;
    Set<Integer> used = new TreeSet<>();
    walk(bytes, (int) bytes.getLong(newer + HEADER + 16), used);
    return used;
  }

  private static void walk(ByteBuffer bytes, int page, Set<Integer> used) {
    int start = page * PAGE;
    IntStream.rangeClosed(0, bytes.getInt(start + 12)).forEach(more -> used.add(page + more));
    for (int i = 0; i < bytes.getShort(start + 10); i++) {
      int element = start + HEADER + HEADER * i;
      if (bytes.getShort(start + 8) == PageTable.BRANCH) {
        walk(bytes, (int) bytes.getLong(element + 8), used);
      } else if (bytes.getInt(element) == 1) {
        int root =
            (int) bytes.getLong(element + bytes.getInt(element + 4) + bytes.getInt(element + 8));
        if (root != 0) {
          walk(bytes, root, used);
        }
      }
    }
  }

  /** What is wrong; fails when finding it takes long or much memory. */
  private static List<Offence> found(byte[] content, String what) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long space = thread.getCurrentThreadAllocatedBytes();
    long start = thread.getCurrentThreadCpuTime();
    SnapshotVerdict verdict = verify(content);
    assertTrue(
        thread.getCurrentThreadCpuTime() - start < Duration.ofSeconds(1).toNanos(),
        what + ": time");
    assertTrue(thread.getCurrentThreadAllocatedBytes() - space < SPACE_MAX, what + ": space");
    return verdict.offences();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.4", "3.5"})
  void aZeroedPageIsFoundWhereItLiesIfItIsInUse(String line) {
    byte[] sound = raw(line);
    Set<Integer> used = used(sound);
    assertTrue(used.size() > 5, used.toString());
    for (int page = 2; page < sound.length / PAGE; page++) {
      byte[] content = sound.clone();
      Arrays.fill(content, page * PAGE, (page + 1) * PAGE, (byte) 0);
      List<Offence> offences = found(content, "page " + page);
      assertEquals(used.contains(page), !offences.isEmpty(), "page " + page);
      if (!offences.isEmpty()) {
        assertEquals(page, offences.getFirst().page().orElseThrow());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.4", "3.5"})
  void twoSwappedPagesAreFoundAtOneOfThem(String line) {
    byte[] sound = raw(line);
    Set<Integer> used = used(sound);
    for (int one : used) {
      for (int other = 2; other < sound.length / PAGE; other++) {
        if (one != other) {
          byte[] content = sound.clone();
          System.arraycopy(sound, one * PAGE, content, other * PAGE, PAGE);
          System.arraycopy(sound, other * PAGE, content, one * PAGE, PAGE);
          List<Offence> offences = found(content, one + " and " + other);
          assertTrue(!offences.isEmpty(), one + " and " + other);
          long page = offences.getFirst().page().orElseThrow();
          assertTrue(page == one || page == other, () -> offences.getFirst().toString());
        }
      }
    }
  }

  /**
   * Pointing up makes a cycle, pointing sideways reaches a page twice. A page that is not in use
   * may be an older state of the right one, which nothing in the file tells apart.
   */
  @ParameterizedTest
  @ValueSource(strings = {"3.4", "3.5"})
  void aBranchThatPointsAnywhereElseIsFound(String line) {
    byte[] sound = raw(line);
    ByteBuffer bytes = of(sound);
    int tried = 0;
    Set<Integer> used = used(sound);
    for (int page : used) {
      if (bytes.getShort(page * PAGE + 8) == PageTable.BRANCH) {
        for (int i = 0; i < bytes.getShort(page * PAGE + 10); i++) {
          int place = page * PAGE + HEADER + HEADER * i + 8;
          for (long target = -1; target <= sound.length / PAGE + 1; target++) {
            boolean stale =
                target < sound.length / PAGE && target > 1 && !used.contains((int) target);
            if (target != bytes.getLong(place) && !stale) {
              byte[] content = sound.clone();
              of(content).putLong(place, target);
              assertTrue(!found(content, page + " to " + target).isEmpty(), page + " to " + target);
              tried++;
            }
          }
        }
      }
    }
    assertTrue(tried > 50, tried + " tried");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.4", "3.5"})
  void absurdNumbersAreFoundQuicklyAndInLittleMemory(String line) {
    byte[] sound = raw(line);
    for (int page : used(sound)) {
      int start = page * PAGE;
      for (int number : ABSURD) {
        // Kind, count, overflow; then flags, place, sizes (or place, size, target) of an entry.
        for (int field : new int[] {8, 12, 20, 24, 28}) {
          byte[] content = sound.clone();
          of(content).putInt(start + field, number);
          found(content, page + " at " + field);
        }
        byte[] counted = sound.clone();
        of(counted).putShort(start + 10, (short) (number >>> 8));
        found(counted, page + " count");
      }
      byte[] many = sound.clone();
      of(many).putShort(start + 10, (short) -1);
      assertTrue(!found(many, page + " holds 65535").isEmpty(), "page " + page);
      byte[] huge = sound.clone();
      of(huge).putInt(start + 12, Integer.MAX_VALUE);
      assertTrue(!found(huge, page + " takes 2^31 pages").isEmpty(), "page " + page);
    }
  }
}
