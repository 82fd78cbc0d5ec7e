package io.github.etcdrunbook.lab.node;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A small HTTPS server: kept-alive connections, one thread each. */
final class HttpsListener {
  private static final int IDLE_MILLIS = 60_000;

  /** Answers a request. */
  interface Handler {
    Reply reply(HttpMessage request);
  }

  /** An answer with further header lines; its body has one character per byte. */
  record Reply(int status, String body, List<String> headers) {
    static Reply text(int status, String body) {
      return new Reply(status, body, List.of());
    }
  }

  private final SSLContext tls;
  private final Handler handler;
  private final Executor threads;

  HttpsListener(SSLContext tls, Handler handler, Executor threads) {
    this.tls = tls;
    this.handler = handler;
    this.threads = threads;
  }

  /** Serves until the process ends. */
  void serve(InetAddress address, int port) throws IOException {
    try (ServerSocket listener = new ServerSocket()) {
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(address, port), 128);
      while (true) {
        Socket socket = listener.accept();
        threads.execute(() -> converse(socket));
      }
    }
  }

  private void converse(Socket plain) {
    try (Socket socket = plain) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(IDLE_MILLIS);
      SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, false);
      secure.setUseClientMode(false);
      InputStream in = new BufferedInputStream(secure.getInputStream());
      while (true) {
        Reply reply = handler.reply(HttpMessage.read(in));
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " -\r\n");
        reply.headers().forEach(header -> head.append(header).append("\r\n"));
        head.append("Content-Length: ").append(reply.body().length()).append("\r\n\r\n");
        head.append(reply.body());
        secure.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        secure.getOutputStream().flush();
      }
    } catch (IOException | NumberFormatException e) {
      // The client went away, or does not speak HTTPS: nobody is left to tell.
      return;
    }
  }
}
