package io.github.etcdrunbook.etcd;

import io.github.etcdrunbook.world.MemberId;
import java.util.Objects;

/** An alarm and the member that raised it. Immutable. */
public record RaisedAlarm(MemberId member, AlarmKind kind) {
  /** Rejects null. */
  public RaisedAlarm {
    Objects.requireNonNull(member, "member");
    Objects.requireNonNull(kind, "kind");
  }
}
