package io.github.etcdrunbook.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Sight;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Connections to the members, one per host, opened when needed and again when the way to a host has
 * changed. Safe for several threads.
 */
final class EtcdMembers implements AutoCloseable {
  private final EtcdDoors doors;
  private final CallLimits limits;
  private final Map<HostName, EtcdConnection> open = new HashMap<>();

  EtcdMembers(EtcdDoors doors, CallLimits limits) {
    this.doors = doors;
    this.limits = limits;
  }

  CallLimits limits() {
    return limits;
  }

  /** Asks the member on a host. */
  <T> Sight<T> ask(HostName host, Function<EtcdConnection, Answer<T>> question) {
    return switch (to(host)) {
      case Sight.Unseen<EtcdConnection> unseen -> new Sight.Unseen<>(unseen.failure());
      case Sight.Seen<EtcdConnection> seen -> sight(question.apply(seen.value()));
    };
  }

  /** The connection to the member on a host. */
  Sight<EtcdConnection> to(HostName host) {
    return switch (doors.to(host)) {
      case Sight.Unseen<EtcdEndpoint> unseen -> new Sight.Unseen<>(unseen.failure());
      case Sight.Seen<EtcdEndpoint> seen -> connection(host, seen.value());
    };
  }

  private synchronized Sight<EtcdConnection> connection(HostName host, EtcdEndpoint endpoint) {
    EtcdConnection kept = open.get(host);
    if (kept != null && kept.endpoint().equals(endpoint)) {
      return new Sight.Seen<>(kept);
    }
    if (kept != null) {
      open.remove(host);
      kept.close();
    }
    Sight<EtcdConnection> made = sight(EtcdConnection.open(endpoint, limits));
    made.seen().ifPresent(connection -> open.put(host, connection));
    return made;
  }

  /** Closes the connection to a host, if there is one; the next question opens another. */
  synchronized void hangUp(HostName host) {
    Optional.ofNullable(open.remove(host)).ifPresent(EtcdConnection::close);
  }

  private static <T> Sight<T> sight(Answer<T> answer) {
    return switch (answer) {
      case Answer.Ok<T>(T value) -> new Sight.Seen<>(value);
      case Answer.Failed<T>(EtcdFailure why) -> new Sight.Unseen<>(WorldFailures.of(why));
    };
  }

  @Override
  public synchronized void close() {
    open.values().forEach(EtcdConnection::close);
    open.clear();
  }
}
