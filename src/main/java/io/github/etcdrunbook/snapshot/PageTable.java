package io.github.etcdrunbook.snapshot;

import java.util.BitSet;
import java.util.Optional;

/**
 * The pages of a database: opens each one once, checks its header against the file, and knows
 * afterwards which were reached. Not safe for several threads.
 */
final class PageTable {
  static final int BRANCH = 1;
  static final int LEAF = 2;
  static final int FREE_LIST = 16;

  private final FileBytes file;
  private final BoltMeta meta;
  private final Offences offences;
  private final BitSet reached;

  PageTable(FileBytes file, BoltMeta meta, Offences offences) {
    this.file = file;
    this.meta = meta;
    this.offences = offences;
    this.reached = new BitSet((int) meta.pagesEnd());
    reached.set(0, 2);
  }

  /**
   * A page with a header that makes sense.
   *
   * @param offset where its header begins
   * @param end the first byte after it, overflow pages included
   */
  record Page(long offset, long end, int kind, int count) {
    long element(int index) {
      return offset + BoltMeta.PAGE_HEADER_BYTES + 16L * index;
    }

    /** The first byte that keys may take. */
    long firstData() {
      return element(count);
    }
  }

  /** Opens a page that something at {@code from} points to. */
  Optional<Page> open(long number, long from) {
    if (number < 2 || number >= meta.pagesEnd()) {
      offences.add(
          from, "points to page " + Long.toUnsignedString(number) + ", which does not exist");
      return Optional.empty();
    }
    long offset = number * meta.pageBytes();
    long pages = 1 + file.unsignedInt(offset + 12);
    if (file.longAt(offset) != number) {
      offences.add(
          offset, "the page says that it is page " + Long.toUnsignedString(file.longAt(offset)));
      return Optional.empty();
    }
    if (number + pages > meta.pagesEnd() || pages * meta.pageBytes() > FileBytes.PIECE_MAX) {
      offences.add(offset, "the page says that it takes " + pages + " pages: too many");
      return Optional.empty();
    }
    int taken = reached.nextSetBit((int) number);
    if (taken >= 0 && taken < number + pages) {
      offences.add(from, "points to page " + taken + ", which has been reached before");
      return Optional.empty();
    }
    reached.set((int) number, (int) (number + pages));
    return checked(
        new Page(
            offset,
            offset + pages * meta.pageBytes(),
            file.unsignedShort(offset + 8),
            file.unsignedShort(offset + 10)));
  }

  /** Opens the page that a small bucket holds inside its value. */
  Optional<Page> inline(long offset, long end) {
    if (end - offset < BoltMeta.PAGE_HEADER_BYTES) {
      offences.add(offset, "a small bucket ends before its page begins");
      return Optional.empty();
    }
    Page page =
        new Page(offset, end, file.unsignedShort(offset + 8), file.unsignedShort(offset + 10));
    if (page.kind() != LEAF) {
      offences.add(offset, "a small bucket holds a page of kind " + page.kind());
      return Optional.empty();
    }
    return checked(page);
  }

  private Optional<Page> checked(Page page) {
    if (page.kind() != BRANCH && page.kind() != LEAF && page.kind() != FREE_LIST) {
      offences.add(page.offset(), "the page is of unknown kind " + page.kind());
      return Optional.empty();
    }
    if (page.kind() != FREE_LIST && page.firstData() > page.end()) {
      offences.add(page.offset(), "the page says that it holds " + page.count() + " entries");
      return Optional.empty();
    }
    return Optional.of(page);
  }

  /** Checks that the free list, if there is one, names exactly the pages that nothing reached. */
  void checkFreeList() {
    if (meta.freeListPage() == BoltMeta.NO_FREE_LIST) {
      return;
    }
    Optional<Page> page = open(meta.freeListPage(), 0);
    if (page.isEmpty()) {
      return;
    }
    if (page.get().kind() != FREE_LIST) {
      offences.add(page.get().offset(), "the page is not a free list");
      return;
    }
    checkFreePages(page.get());
  }

  /** A count that does not fit in 16 bits stands in front of the numbers. */
  private void checkFreePages(Page page) {
    boolean counted = page.count() == 0xffff;
    long start = page.offset() + BoltMeta.PAGE_HEADER_BYTES + (counted ? Long.BYTES : 0);
    long count = counted ? file.longAt(start - Long.BYTES) : page.count();
    if (count < 0 || count > (page.end() - start) / Long.BYTES) {
      offences.add(page.offset(), "the free list says that it holds " + count + " pages");
      return;
    }
    long last = 1;
    for (long at = start; at < start + count * Long.BYTES; at += Long.BYTES) {
      long number = file.longAt(at);
      if (number <= last || number >= meta.pagesEnd()) {
        offences.add(at, "the free list is out of order at page " + number);
        return;
      }
      if (reached.get((int) number)) {
        offences.add(at, "page " + number + " is in use and on the free list");
      }
      reached.set((int) number);
      last = number;
    }
    int lost = reached.nextClearBit(0);
    if (lost < meta.pagesEnd()) {
      offences.add((long) lost * meta.pageBytes(), "nothing reaches the page, nor is it free");
    }
  }

  /** How many bytes the pages take that were reached so far. */
  long reachedBytes() {
    return (long) reached.cardinality() * meta.pageBytes();
  }
}
