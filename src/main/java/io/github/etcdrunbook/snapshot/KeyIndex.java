package io.github.etcdrunbook.snapshot;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongConsumer;

/**
 * Every key of a database with the place of its newest entry: eight to sixteen bytes of memory per
 * key, since the keys themselves stay in the file. An open-addressed table of places, 44 bits each,
 * beside 19 bits of the key's hash; the top bit marks a deleted key. Not safe for several threads.
 */
final class KeyIndex {
  /** No entry; the place 0 is a meta page, so that it is free to mean this. */
  static final long NONE = 0;

  private static final int PLACE_BITS = 44;
  private static final long PLACE = (1L << PLACE_BITS) - 1;
  private static final long DELETED = 1L << 63;
  private static final long TAG = ~DELETED & ~PLACE;
  private static final int SLOTS_FIRST = 1 << 12;

  private final FileBytes file;
  private final StoredValue cursor;
  private final long seed;
  private long[] slots = new long[SLOTS_FIRST];
  private final BitSet taken = new BitSet();
  private long keys;
  private long live;

  /** A seed that the writer of the file does not know keeps him from choosing colliding keys. */
  KeyIndex(FileBytes file, long seed) {
    this.file = file;
    this.cursor = new StoredValue(file);
    this.seed = seed;
  }

  /**
   * Takes the entry as the newest of its key; answers with the place of the one before it if that
   * was alive, or {@link #NONE}.
   */
  long put(StoredValue stored, long element, boolean deleted) {
    if (keys * 2 >= slots.length) {
      grow();
    }
    long hash = file.hash(stored.keyAt(), stored.keyBytes(), seed);
    int slot = find(file, stored.keyAt(), stored.keyBytes(), hash);
    long before = slots[slot];
    slots[slot] = packed(element, hash, deleted);
    boolean wasLive = before != NONE && before > 0;
    keys += before == NONE ? 1 : 0;
    live += (deleted ? 0 : 1) - (wasLive ? 1 : 0);
    return wasLive ? before & PLACE : NONE;
  }

  /** The place of the newest entry of a key that lies in a file, if the key is alive. */
  long live(FileBytes other, long keyAt, int keyBytes) {
    long found = slots[find(other, keyAt, keyBytes, other.hash(keyAt, keyBytes, seed))];
    return found > 0 ? found & PLACE : NONE;
  }

  /** Whether there is an entry of a key, be it its deletion. */
  boolean knows(FileBytes other, long keyAt, int keyBytes) {
    return slots[find(other, keyAt, keyBytes, other.hash(keyAt, keyBytes, seed))] != NONE;
  }

  /** As {@link #live}, and remembers that the key was asked for. */
  long take(FileBytes other, long keyAt, int keyBytes) {
    int slot = find(other, keyAt, keyBytes, other.hash(keyAt, keyBytes, seed));
    if (slots[slot] <= 0) {
      return NONE;
    }
    taken.set(slot);
    return slots[slot] & PLACE;
  }

  /** Gives the places of the newest entries of all living keys that were never taken. */
  void forEachNotTaken(LongConsumer consumer) {
    for (int slot = 0; slot < slots.length; slot++) {
      if (slots[slot] > 0 && !taken.get(slot)) {
        consumer.accept(slots[slot] & PLACE);
      }
    }
  }

  /** How many keys are alive. */
  long live() {
    return live;
  }

  /** Gives the places of the newest entries of all living keys, in no particular order. */
  void forEachLive(LongConsumer consumer) {
    Arrays.stream(slots).filter(slot -> slot > 0).map(slot -> slot & PLACE).forEach(consumer);
  }

  private static long packed(long element, long hash, boolean deleted) {
    return element | (hash & TAG) | (deleted ? DELETED : 0);
  }

  private int find(FileBytes other, long keyAt, int keyBytes, long hash) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != NONE) {
      if (((slots[slot] ^ hash) & TAG) == 0 && same(slots[slot] & PLACE, other, keyAt, keyBytes)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean same(long element, FileBytes other, long keyAt, int keyBytes) {
    cursor.moveTo(element);
    return cursor.keyBytes() == keyBytes && file.equal(cursor.keyAt(), other, keyAt, keyBytes);
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    int mask = slots.length - 1;
    for (long packed : old) {
      if (packed != NONE) {
        cursor.moveTo(packed & PLACE);
        int slot = (int) file.hash(cursor.keyAt(), cursor.keyBytes(), seed) & mask;
        while (slots[slot] != NONE) {
          slot = (slot + 1) & mask;
        }
        slots[slot] = packed;
      }
    }
  }
}
