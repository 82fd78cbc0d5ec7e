package io.github.etcdrunbook.snapshot;

import io.github.etcdrunbook.snapshot.EntryVisitor.Entry;
import io.github.etcdrunbook.snapshot.PageTable.Page;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Walks all buckets of a database in key order and checks what it walks over: each page is reached
 * once, keys rise and stay between those that the parent names, every place lies inside its page.
 * What is damaged is reported and left out; the walk goes on beside it.
 */
final class PageTree {
  /** bbolt's trees are 3 to 6 levels deep; a page is half full, so 30 would not fit on a disk. */
  private static final int DEPTH_MAX = 30;

  private static final int BUCKET_FLAG = 1;
  private static final int BUCKET_HEADER_BYTES = 16;

  private final FileBytes file;
  private final PageTable pages;
  private final Offences offences;
  private final EntryVisitor visitor;
  private boolean insideBucket;

  PageTree(FileBytes file, PageTable pages, Offences offences, EntryVisitor visitor) {
    this.file = file;
    this.pages = pages;
    this.offences = offences;
    this.visitor = visitor;
  }

  /** A key somewhere in the file. */
  private record Key(long at, int bytes) {}

  /** The keys that a page may hold: from the first on, and before the second. */
  private record Bounds(Optional<Key> first, Optional<Key> before) {
    static final Bounds NONE = new Bounds(Optional.empty(), Optional.empty());
  }

  /** Walks from the root page. */
  void walk(BoltMeta meta) {
    walk(meta.rootPage(), 0, Bounds.NONE, 0);
  }

  private void walk(long number, long from, Bounds bounds, int depth) {
    if (depth > DEPTH_MAX) {
      offences.add(from, "the tree is deeper than " + DEPTH_MAX + " levels");
      return;
    }
    Optional<Page> opened = pages.open(number, from);
    if (opened.isPresent()) {
      walk(opened.get(), bounds, depth);
    }
  }

  private void walk(Page page, Bounds bounds, int depth) {
    switch (page.kind()) {
      case PageTable.LEAF -> leaf(page, bounds, depth);
      case PageTable.BRANCH -> branch(page, bounds, depth);
      default -> offences.add(page.offset(), "a free list stands where a part of the tree should");
    }
  }

  /** Element: flags, position relative to the element, key size, value size; four bytes each. */
  private void leaf(Page page, Bounds bounds, int depth) {
    long free = page.firstData();
    Optional<Key> last = Optional.empty();
    for (int i = 0; i < page.count(); i++) {
      long element = page.element(i);
      long start = element + file.unsignedInt(element + 4);
      long keyBytes = file.unsignedInt(element + 8);
      long valueBytes = file.unsignedInt(element + 12);
      if (start < free || start + keyBytes + valueBytes > page.end()) {
        offences.add(element, "the entry does not lie inside its page");
        return;
      }
      free = start + keyBytes + valueBytes;
      Key key = new Key(start, (int) keyBytes);
      if (!inOrder(key, last, bounds)) {
        offences.add(start, "the key is not in order");
        return;
      }
      last = Optional.of(key);
      found(new Entry(element, start, (int) keyBytes, (int) valueBytes), depth);
    }
  }

  private void found(Entry entry, int depth) {
    long flags = file.unsignedInt(entry.element());
    if (flags == BUCKET_FLAG) {
      bucket(entry, depth);
    } else if (flags != 0) {
      offences.add(entry.element(), "the entry is of unknown kind " + flags);
    } else if (insideBucket) {
      visitor.entry(entry);
    } else {
      offences.add(entry.element(), "a key stands outside of all buckets");
    }
  }

  /** Value: root page, sequence; root page 0 says that the bucket's only page follows. */
  private void bucket(Entry entry, int depth) {
    if (entry.valueBytes() < BUCKET_HEADER_BYTES) {
      offences.add(entry.element(), "the bucket's value is too short");
      return;
    }
    if (insideBucket) {
      offences.add(entry.element(), "a bucket inside a bucket, which etcd never makes");
      return;
    }
    insideBucket = true;
    visitor.bucket(new String(file.copy(entry.key(), entry.keyBytes()), StandardCharsets.UTF_8));
    long root = file.longAt(entry.value());
    if (root == 0) {
      long start = entry.value() + BUCKET_HEADER_BYTES;
      Optional<Page> page = pages.inline(start, entry.value() + entry.valueBytes());
      if (page.isPresent()) {
        leaf(page.get(), Bounds.NONE, depth);
      }
    } else {
      walk(root, entry.value(), Bounds.NONE, depth + 1);
    }
    insideBucket = false;
  }

  /** Element: position relative to the element and key size, four bytes each; page, eight. */
  private void branch(Page page, Bounds bounds, int depth) {
    if (page.count() == 0) {
      offences.add(page.offset(), "a branch page without branches");
      return;
    }
    Optional<Key> current = branchKey(page, 0);
    if (current.isPresent() && !inOrder(current.get(), Optional.empty(), bounds)) {
      offences.add(current.get().at(), "the key is not in order");
      return;
    }
    for (int i = 0; i < page.count() && current.isPresent(); i++) {
      Optional<Key> next = i + 1 < page.count() ? branchKey(page, i + 1) : Optional.empty();
      if (next.isPresent() && !inOrder(next.get(), current, bounds)) {
        offences.add(next.get().at(), "the key is not in order");
        return;
      }
      long element = page.element(i);
      Bounds inner = new Bounds(current, next.or(bounds::before));
      walk(file.longAt(element + 8), element, inner, depth + 1);
      current = next;
    }
  }

  private Optional<Key> branchKey(Page page, int index) {
    long element = page.element(index);
    long start = element + file.unsignedInt(element);
    long bytes = file.unsignedInt(element + 4);
    if (start < page.firstData() || start + bytes > page.end()) {
      offences.add(element, "the branch does not lie inside its page");
      return Optional.empty();
    }
    return Optional.of(new Key(start, (int) bytes));
  }

  private boolean inOrder(Key key, Optional<Key> last, Bounds bounds) {
    if (last.isPresent() && compare(last.get(), key) >= 0) {
      return false;
    }
    boolean early =
        last.isEmpty() && bounds.first().isPresent() && compare(key, bounds.first().get()) < 0;
    boolean late = bounds.before().isPresent() && compare(key, bounds.before().get()) >= 0;
    return !early && !late;
  }

  private int compare(Key one, Key other) {
    return file.compare(one.at(), one.bytes(), other.at(), other.bytes());
  }
}
