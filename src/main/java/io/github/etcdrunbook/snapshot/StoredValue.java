package io.github.etcdrunbook.snapshot;

/**
 * Reads {@code mvccpb.KeyValue} where it lies in the file: key 1, create revision 2, mod revision
 * 3, version 4, value 5, lease 6. One object is moved over all of them, so that nothing is
 * allocated per entry. Not safe for several threads.
 */
final class StoredValue {
  private static final int VARINT = 0;
  private static final int BYTES = 2;
  private static final int VARINT_BYTES_MAX = 10;

  private final FileBytes file;
  private long keyAt;
  private int keyBytes;
  private long valueAt;
  private int valueBytes;
  private long createRevision;
  private long modRevision;
  private long version;
  private long lease;
  private long at;

  StoredValue(FileBytes file) {
    this.file = file;
  }

  /** Moves to the entry whose header is there; answers whether it can be read. */
  boolean moveTo(long element) {
    long start = element + file.unsignedInt(element + 4);
    long valueStart = start + file.unsignedInt(element + 8);
    return read(valueStart, valueStart + file.unsignedInt(element + 12));
  }

  /** Reads the message in a place; answers whether it can be read. */
  boolean read(long start, long end) {
    keyAt = start;
    valueAt = start;
    keyBytes = 0;
    valueBytes = 0;
    createRevision = 0;
    modRevision = 0;
    version = 0;
    lease = 0;
    at = start;
    while (at < end) {
      if (!field(end)) {
        return false;
      }
    }
    return at == end && keyBytes > 0;
  }

  private boolean field(long end) {
    long tag = varint(end);
    if (tag < 0) {
      return false;
    }
    return switch ((int) (tag & 7)) {
      case VARINT -> number((int) (tag >>> 3), end);
      case BYTES -> bytes((int) (tag >>> 3), end);
      default -> false;
    };
  }

  /** etcd writes only positive numbers here, so that -1 can stand for "cannot be read". */
  private boolean number(int field, long end) {
    long value = varint(end);
    if (value < 0) {
      return false;
    }
    switch (field) {
      case 2 -> createRevision = value;
      case 3 -> modRevision = value;
      case 4 -> version = value;
      case 6 -> lease = value;
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean bytes(int field, long end) {
    long length = varint(end);
    if (length < 0 || length > end - at) {
      return false;
    }
    switch (field) {
      case 1 -> {
        keyAt = at;
        keyBytes = (int) length;
      }
      case 5 -> {
        valueAt = at;
        valueBytes = (int) length;
      }
      default -> {
        return false;
      }
    }
    at += length;
    return true;
  }

  private long varint(long end) {
    long value = 0;
    for (int i = 0; i < VARINT_BYTES_MAX && at < end; i++) {
      long next = file.unsignedByte(at++);
      value |= (next & 0x7f) << (7 * i);
      if (next < 0x80) {
        return value;
      }
    }
    return -1;
  }

  long keyAt() {
    return keyAt;
  }

  int keyBytes() {
    return keyBytes;
  }

  long valueAt() {
    return valueAt;
  }

  int valueBytes() {
    return valueBytes;
  }

  long createRevision() {
    return createRevision;
  }

  long modRevision() {
    return modRevision;
  }

  long version() {
    return version;
  }

  long lease() {
    return lease;
  }

  byte[] key() {
    return file.copy(keyAt, keyBytes);
  }

  byte[] value() {
    return file.copy(valueAt, valueBytes);
  }
}
