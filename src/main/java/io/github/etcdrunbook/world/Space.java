package io.github.etcdrunbook.world;

import java.util.Objects;

/**
 * How big a member's database file is and how much of it is in use, in bytes. After a compaction
 * the use is pending in a forecast; after a defragmentation the size is what is in use. Immutable.
 */
public record Space(Value<Long> size, Value<Long> inUse) {
  /** Rejects null. */
  public Space {
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(inUse, "inUse");
  }

  /** As a member's status tells it. */
  public static Sight<Space> of(Sight<MemberStatus> status) {
    return switch (status) {
      case Sight.Unseen<MemberStatus> unseen -> new Sight.Unseen<>(unseen.failure());
      case Sight.Seen<MemberStatus> seen ->
          new Sight.Seen<>(
              new Space(
                  seen.value().progress().map(MemberStatus.Progress::size),
                  seen.value().progress().map(MemberStatus.Progress::inUse)));
    };
  }
}
