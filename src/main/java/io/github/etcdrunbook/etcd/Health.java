package io.github.etcdrunbook.etcd;

import java.util.List;

/** A member through which reads go; healthy when no alarm is raised. Immutable. */
public record Health(List<RaisedAlarm> alarms) {
  /** Copies the list. */
  public Health {
    alarms = List.copyOf(alarms);
  }

  /** Healthy as etcdctl says it. */
  public boolean healthy() {
    return alarms.isEmpty();
  }
}
