package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.ssh.Answer;
import io.github.etcdrunbook.ssh.ForwardedPort;
import io.github.etcdrunbook.ssh.SshConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The forwarded ports of one host, each opened once and kept. Safe for several threads. */
final class SshDoors implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final SshConnection connection;
  private final Map<Target, ForwardedPort> open = new HashMap<>();

  private record Target(String address, int port) {}

  SshDoors(SshConnection connection) {
    this.connection = connection;
  }

  /** Where a connection on this machine comes out at the address, as the host sees it. */
  synchronized Answer<InetSocketAddress> to(String address, int port) {
    Target target = new Target(address, port);
    ForwardedPort kept = open.get(target);
    if (kept != null) {
      return new Answer.Got<>(local(kept));
    }
    Answer<ForwardedPort> opened = connection.forward(address, port, LIMIT);
    opened.got().ifPresent(forward -> open.put(target, forward));
    return Answer.map(opened, SshDoors::local);
  }

  private static InetSocketAddress local(ForwardedPort forward) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), forward.localPort());
  }

  @Override
  public synchronized void close() {
    open.values().forEach(ForwardedPort::close);
    open.clear();
  }
}
