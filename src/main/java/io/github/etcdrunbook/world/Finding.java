package io.github.etcdrunbook.world;

import java.util.Objects;

/**
 * What a forecast found wrong with an effect that was applied to it. The planner refuses a plan
 * with findings; of {@code QUORUM} it may allow those that a step gives up on purpose. Immutable.
 *
 * @param effect which effect
 * @param kind what sort of finding
 * @param text what is wrong, in one sentence
 * @param hint what to do about it
 */
public record Finding(EffectRef effect, Kind kind, String text, String hint) {
  /** The sorts of findings. */
  public enum Kind {
    /** It takes what is not there. */
    ABSENT,
    /** It makes what exists. */
    EXISTS,
    /** It moves from one file system to another, or moves a mount point. */
    FILE_SYSTEM,
    /** There is not enough free space. */
    SPACE,
    /** It removes what this run did not make. */
    FOREIGN,
    /** The host does not have the unit. */
    UNIT,
    /** It takes files from under a running etcd, or starts etcd without data. */
    DATA,
    /** The member list does not allow it. */
    MEMBERS,
    /** A cluster that served no longer does. */
    QUORUM,
    /** It waits for what nothing before makes true. */
    AWAIT,
    /** The host or the member does not answer. */
    UNREACHABLE
  }

  /** Rejects null. */
  public Finding {
    Objects.requireNonNull(effect, "effect");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(hint, "hint");
  }
}
