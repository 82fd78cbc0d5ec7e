package io.github.etcdrunbook.snapshot;

import static io.github.etcdrunbook.snapshot.SnapshotFileTest.verify;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * etcd leaves the list of free pages out; other writers of the format have one, and it must name
 * exactly the pages that nothing reaches. The list is put into a real database here.
 */
final class FreeListTest {
  private static final int PAGE = 4096;
  private static final int META = 16;
  private static final int FREE_LIST = 0x10;

  private static byte[] raw() {
    byte[] whole = ExampleSnapshot.of("3.5");
    return Arrays.copyOf(whole, whole.length - 32);
  }

  private static ByteBuffer in(byte[] content) {
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Spoiling the kind of a page is an offence only where the page is reached. */
  private static List<Long> free(byte[] content) {
    int pages = (int) in(content).getLong(META + 40);
    BitSet used = new BitSet();
    used.set(0, 2);
    for (int page = 2; page < pages; page++) {
      byte[] spoilt = content.clone();
      spoilt[page * PAGE + 8] = 99;
      if (!used.get(page) && verify(spoilt).offencesTotal() > 0) {
        used.set(page, page + 1 + in(content).getInt(page * PAGE + 12));
      }
    }
    List<Long> free = new ArrayList<>();
    for (int page = used.nextClearBit(0); page < pages; page = used.nextClearBit(page + 1)) {
      free.add((long) page);
    }
    return free;
  }

  /** The database with this list on a page of its own; both meta pages name it. */
  private static SnapshotVerdict with(List<Long> listed, long home) {
    byte[] content = raw();
    ByteBuffer bytes = in(content);
    int at = (int) home * PAGE;
    bytes.putLong(at, home).putShort(at + 8, (short) FREE_LIST);
    bytes.putShort(at + 10, (short) listed.size()).putInt(at + 12, 0);
    for (int i = 0; i < listed.size(); i++) {
      bytes.putLong(at + 16 + 8 * i, listed.get(i));
    }
    for (int meta = 0; meta < 2; meta++) {
      int start = meta * PAGE + META;
      bytes.putLong(start + 32, home);
      long sum = 0xcbf29ce484222325L;
      for (int i = 0; i < 56; i++) {
        sum = (sum ^ (content[start + i] & 0xff)) * 0x100000001b3L;
      }
      bytes.putLong(start + 56, sum);
    }
    return verify(content);
  }

  @Test
  void aListThatNamesWhatNothingReachesIsSound() {
    List<Long> free = free(raw());
    assertFalse(free.size() < 3, free::toString);
    SnapshotVerdict verdict = with(free.subList(1, free.size()), free.getFirst());
    assertEquals(List.of(), verdict.offences());
  }

  @Test
  void aPageInUseOnTheListIsAnOffence() {
    List<Long> free = free(raw());
    List<Long> listed = new ArrayList<>(free.subList(1, free.size()));
    long used = 2;
    while (free.contains(used)) {
      used++;
    }
    listed.add(used);
    listed.sort(null);
    assertEquals(
        "page " + used + " is in use and on the free list",
        with(listed, free.getFirst()).offences().getFirst().what());
  }

  @Test
  void aFreePageThatIsNotOnTheListIsAnOffence() {
    List<Long> free = free(raw());
    Offence offence = with(free.subList(2, free.size()), free.getFirst()).offences().getFirst();
    assertEquals("nothing reaches the page, nor is it free", offence.what());
    assertEquals(free.get(1), offence.page().orElseThrow());
  }
}
