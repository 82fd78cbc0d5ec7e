package io.github.etcdrunbook.ssh;

import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Carries one session through a channel of another one, as ProxyJump does. No local port. */
final class JumpProxy implements Proxy {
  private final Session jump;
  private ChannelDirectTCPIP channel;
  private InputStream in;
  private OutputStream out;

  JumpProxy(Session jump) {
    this.jump = jump;
  }

  @Override
  public void connect(SocketFactory unused, String host, int port, int timeoutMillis)
      throws JSchException, IOException {
    channel = (ChannelDirectTCPIP) jump.openChannel("direct-tcpip");
    channel.setHost(host);
    channel.setPort(port);
    in = channel.getInputStream();
    out = channel.getOutputStream();
    channel.connect(timeoutMillis);
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }

  @Override
  public Socket getSocket() {
    return null; // The contract of JSch: there is none.
  }

  @Override
  public void close() {
    if (channel != null) {
      channel.disconnect();
    }
  }
}
