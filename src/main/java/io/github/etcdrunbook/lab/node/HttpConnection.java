package io.github.etcdrunbook.lab.node;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * One kept-alive HTTP/1.1 connection. Smaller than the JDK's own clients, which double the start-up
 * of a stand-in. Not for several threads at once; every read has the time limit.
 */
final class HttpConnection implements Closeable {
  /** An answer; its body has one character per byte. */
  record Response(int status, Map<String, String> headers, String body) {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  private final Socket socket;
  private final InputStream in;
  private final String host;

  private HttpConnection(Socket socket, String host) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 16384);
    this.host = host;
  }

  static HttpConnection plain(String host, int port, Duration limit) throws IOException {
    return new HttpConnection(connect(host, port, limit), host + ":" + port);
  }

  static HttpConnection tls(SSLContext tls, String host, int port, Duration limit)
      throws IOException {
    Socket plain = connect(host, port, limit);
    try {
      return new HttpConnection(
          tls.getSocketFactory().createSocket(plain, host, port, true), host + ":" + port);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private static Socket connect(String host, int port, Duration limit) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) limit.toMillis());
      socket.connect(new InetSocketAddress(host, port), (int) limit.toMillis());
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Sends one request, with header lines such as {@code If-Match: 7}, and reads its answer. */
  Response exchange(String method, String path, String body, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host);
    head.append("\r\nContent-Length: ").append(body.length()).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("\r\n").append(body);
    socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    HttpMessage answer = HttpMessage.read(in);
    int status = Integer.parseInt(answer.startLine().split(" ")[1]);
    return new Response(status, answer.headers(), answer.body());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
