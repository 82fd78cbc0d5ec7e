package io.github.etcdrunbook.snapshot;

import java.util.Optional;

/**
 * A meta page of bbolt: where the tree begins and how far the pages go. The file has two, written
 * in turn; the one with the higher transaction counts. Immutable.
 *
 * @param rootPage the page of the bucket of buckets
 * @param freeListPage the page of the free list, or {@link #NO_FREE_LIST}
 * @param pagesEnd the first page number that is not in use any more
 */
record BoltMeta(
    int pageBytes, long rootPage, long freeListPage, long pagesEnd, long transaction, long sum) {
  /** etcd does not write the free list (bbolt's NoFreelistSync); other writers do. */
  static final long NO_FREE_LIST = -1;

  static final int PAGE_HEADER_BYTES = 16;

  private static final int SUMMED_BYTES = 56;
  private static final int META_BYTES = PAGE_HEADER_BYTES + SUMMED_BYTES + Long.BYTES;
  private static final int META_FLAG = 4;
  private static final long MAGIC = 0xED0CDAEDL;
  private static final long VERSION = 2;
  private static final int SMALLEST_PAGE = 512;
  private static final int LARGEST_PAGE = 1 << 20;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** The meta page that counts; what is wrong with either is an offence. */
  static Optional<BoltMeta> choose(FileBytes file, long end, Offences offences) {
    Optional<BoltMeta> first = at(file, end, 0, 0, offences);
    Optional<BoltMeta> second =
        first.isPresent() ? at(file, end, first.get().pageBytes, 1, offences) : searched(file, end);
    if (first.isPresent() && second.isPresent()) {
      return first.get().transaction >= second.get().transaction ? first : second;
    }
    return first.or(() -> second);
  }

  /** Without the first page the size of a page is not known: the second is looked for. */
  private static Optional<BoltMeta> searched(FileBytes file, long end) {
    for (int size = SMALLEST_PAGE; size <= LARGEST_PAGE; size *= 2) {
      Optional<BoltMeta> found = at(file, end, size, 1, new Offences());
      if (found.isPresent() && found.get().pageBytes == size) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<BoltMeta> at(
      FileBytes file, long end, long offset, int number, Offences offences) {
    if (offset + META_BYTES > end) {
      offences.add(offset, "the file ends before meta page " + number);
      return Optional.empty();
    }
    long start = offset + PAGE_HEADER_BYTES;
    Optional<String> wrong = wrong(file, offset, start, number);
    if (wrong.isPresent()) {
      offences.add(offset, "meta page " + number + ": " + wrong.get());
      return Optional.empty();
    }
    return Optional.of(
        new BoltMeta(
            (int) file.unsignedInt(start + 8),
            file.longAt(start + 16),
            file.longAt(start + 32),
            file.longAt(start + 40),
            file.longAt(start + 48),
            file.longAt(start + SUMMED_BYTES)));
  }

  private static Optional<String> wrong(FileBytes file, long offset, long start, int number) {
    if (file.unsignedInt(start) != MAGIC) {
      return Optional.of("does not begin as a bbolt database does");
    }
    if (file.unsignedInt(start + 4) != VERSION) {
      return Optional.of("has format version " + file.unsignedInt(start + 4) + ", not 2");
    }
    if (fnv(file, start) != file.longAt(start + SUMMED_BYTES)) {
      return Optional.of("its checksum does not agree");
    }
    if (file.longAt(offset) != number || file.unsignedShort(offset + 8) != META_FLAG) {
      return Optional.of("its page header is not that of a meta page");
    }
    long size = file.unsignedInt(start + 8);
    if (size < SMALLEST_PAGE || size > LARGEST_PAGE || Long.bitCount(size) != 1) {
      return Optional.of("says that a page has " + size + " bytes");
    }
    return Optional.empty();
  }

  private static long fnv(FileBytes file, long start) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < SUMMED_BYTES; i++) {
      hash = (hash ^ file.unsignedByte(start + i)) * FNV_PRIME;
    }
    return hash;
  }
}
