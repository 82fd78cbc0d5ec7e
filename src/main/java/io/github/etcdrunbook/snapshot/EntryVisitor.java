package io.github.etcdrunbook.snapshot;

/** Is told what a database holds, in the order in which bbolt iterates. */
interface EntryVisitor {
  /** A bucket of the top level begins. */
  void bucket(String name);

  /** A key with its value, which lie side by side in the file. */
  void entry(Entry entry);

  /**
   * Where an entry lies.
   *
   * @param element the place of the entry's header, from which the rest can be found again
   */
  record Entry(long element, long key, int keyBytes, int valueBytes) {
    long value() {
      return key + keyBytes;
    }

    int bytes() {
      return keyBytes + valueBytes;
    }
  }
}
