package io.github.etcdrunbook.snapshot;

/**
 * What tells two states of a key apart without its value: the revisions of its creation and last
 * change, and how often it was written. Immutable.
 */
public record KeyVersion(long createRevision, long modRevision, long version) {}
