package io.github.etcdrunbook.world;

import java.util.Objects;

/** What was seen at a path of a host. Immutable. */
public sealed interface PathState {
  /** Nothing is there. */
  record Absent() implements PathState {}

  /** A directory. {@code mountPoint}: another file system is mounted exactly there. */
  record Directory(Owner owner, boolean empty, boolean mountPoint) implements PathState {
    /** Rejects null. */
    public Directory {
      Objects.requireNonNull(owner, "owner");
    }
  }

  /** A regular file, with its size in bytes. */
  record RegularFile(Owner owner, Value<Long> size) implements PathState {
    /** Rejects null. */
    public RegularFile {
      Objects.requireNonNull(owner, "owner");
      Objects.requireNonNull(size, "size");
    }
  }

  /** A symbolic link, device or anything else; in words. */
  record Other(String what) implements PathState {}

  /** Whether nothing is there. */
  default boolean isAbsent() {
    return this instanceof Absent;
  }
}
