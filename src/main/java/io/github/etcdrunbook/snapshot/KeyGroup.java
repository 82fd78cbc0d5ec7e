package io.github.etcdrunbook.snapshot;

import java.util.Objects;

/**
 * All keys of a type in a namespace. Immutable.
 *
 * @param keys living keys
 * @param bytes their keys and values
 * @param olderEntries older revisions and deletions that are still kept
 * @param olderBytes what those take
 * @param encrypted how many of the living keys are encrypted at rest
 */
public record KeyGroup(
    String type,
    String namespace,
    long keys,
    long bytes,
    long olderEntries,
    long olderBytes,
    long encrypted) {
  /** Rejects null. */
  public KeyGroup {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(namespace, "namespace");
  }

  /** The two together, without a namespace. */
  KeyGroup and(KeyGroup other) {
    return new KeyGroup(
        type,
        "",
        keys + other.keys,
        bytes + other.bytes,
        olderEntries + other.olderEntries,
        olderBytes + other.olderBytes,
        encrypted + other.encrypted);
  }

  /** All that the group takes. */
  public long totalBytes() {
    return bytes + olderBytes;
  }
}
