package io.github.etcdrunbook.ssh;

import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/**
 * A port of this machine's loopback address whose connections come out on a host. It outlives the
 * SSH connection: each new connection goes over whatever session there is then, so that a client
 * which connects again finds its peer again. Any user of this machine can connect to the port while
 * it is open; what lies behind it must ask for its own credentials, as etcd does with client
 * certificates.
 */
public final class ForwardedPort implements AutoCloseable {
  private static final Duration OPEN_LIMIT = Duration.ofSeconds(10);
  private static final int PROHIBITED = 1; // RFC 4254, 5.1

  private final SshConnection connection;
  private final String host;
  private final int port;
  private final ServerSocket listener;

  private ForwardedPort(SshConnection connection, String host, int port, ServerSocket listener) {
    this.connection = connection;
    this.host = host;
    this.port = port;
    this.listener = listener;
  }

  /**
   * Opens a port once it is known that sshd would forward; nobody needs to listen behind it yet.
   */
  static ForwardedPort open(SshConnection connection, String host, int port, Deadline deadline)
      throws FailedCall {
    tryOut(connection, host, port, deadline);
    try {
      ForwardedPort forward =
          new ForwardedPort(
              connection, host, port, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().name("forward-" + connection.target().name()).start(forward::accept);
      return forward;
    } catch (IOException noPort) {
      throw new FailedCall(
          new SshFailure.TransferFailed(
              connection.target().name(), "a local port", String.valueOf(noPort.getMessage())));
    }
  }

  /** The port on 127.0.0.1. */
  public int localPort() {
    return listener.getLocalPort();
  }

  private static void tryOut(SshConnection connection, String host, int port, Deadline deadline)
      throws FailedCall {
    Session session = connection.session(deadline).jsch();
    ChannelDirectTCPIP channel = null;
    try {
      channel = channel(session, host, port);
      channel.getInputStream();
      ChannelOpening.connect(session, channel, deadline);
    } catch (JSchException | IOException failed) {
      if (!session.isConnected()) {
        throw new FailedCall(
            new SshFailure.ConnectionLost(connection.target().name(), "opening a forward"));
      }
      if (channel != null && channel.getExitStatus() == PROHIBITED) {
        throw new FailedCall(
            new SshFailure.ForwardingRefused(connection.target().name(), host + ":" + port));
      }
      // Allowed, but nobody listens there now: what comes later finds that out by itself.
    } finally {
      if (channel != null) {
        channel.disconnect();
      }
    }
  }

  private static ChannelDirectTCPIP channel(Session session, String host, int port)
      throws JSchException {
    ChannelDirectTCPIP channel =
        (ChannelDirectTCPIP) ChannelOpening.create(session, "direct-tcpip");
    channel.setHost(host);
    channel.setPort(port);
    return channel;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> carry(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** Joins a local connection with a channel; JSch moves the bytes and closes what is left. */
  private void carry(Socket socket) {
    try {
      Deadline deadline = Deadline.after(OPEN_LIMIT);
      Session session = connection.session(deadline).jsch();
      ChannelDirectTCPIP channel = channel(session, host, port);
      socket.setTcpNoDelay(true);
      channel.setInputStream(socket.getInputStream());
      channel.setOutputStream(socket.getOutputStream());
      ChannelOpening.connect(session, channel, deadline);
    } catch (FailedCall | JSchException | IOException unreachable) {
      // The client sees its connection closed, as if nobody listened.
      closeQuietly(socket);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // Closed is what was wanted.
    }
  }

  /** Stops listening; connections that are open stay. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException alreadyGone) {
      // Closed is what was wanted.
    }
  }
}
