package io.github.etcdrunbook.ssh;

import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Makes the socket of one session with a limit on connecting, and can cut it from any thread. JSch
 * itself cannot: a writer that hangs in a dead connection holds the lock which {@code disconnect}
 * and keepalive need.
 */
final class SeverableSockets implements SocketFactory {
  private final Deadline deadline;
  private final AtomicReference<Socket> made = new AtomicReference<>();

  SeverableSockets(Deadline deadline) {
    this.deadline = deadline;
  }

  void sever() {
    Socket socket = made.get();
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException alreadyGone) {
        // Closed is what was wanted.
      }
    }
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    Socket socket = new Socket();
    made.set(socket);
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(host, port), deadline.remainingMillis());
    return socket;
  }

  @Override
  public InputStream getInputStream(Socket socket) throws IOException {
    return socket.getInputStream();
  }

  @Override
  public OutputStream getOutputStream(Socket socket) throws IOException {
    return socket.getOutputStream();
  }
}
