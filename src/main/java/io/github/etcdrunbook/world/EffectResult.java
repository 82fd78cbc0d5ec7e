package io.github.etcdrunbook.world;

/** What an effect leaves behind that later steps or its undo may need. Immutable. */
public sealed interface EffectResult {
  /** Nothing but the change itself. */
  record Nothing() implements EffectResult {}

  /** A snapshot lies at the path on the operator's machine. Size in bytes. */
  record Saved(String path, Sha256 sha256, long size, long revision) implements EffectResult {}

  /** A member was added. */
  record Added(MemberId member) implements EffectResult {}

  /** A command ended well; the last part of what it put out. */
  record Exited(int status, String output, String errors) implements EffectResult {}

  /** A wait is over; how long it took, in milliseconds. */
  record Waited(long milliseconds) implements EffectResult {}
}
