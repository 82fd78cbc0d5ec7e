package io.github.etcdrunbook.ssh.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A short look at an HTTP server: the status of its answer to one GET, without the content. Servers
 * are looked at through a door on their own host, so their certificates are not asked for.
 */
final class Glance {
  private static final Pattern STATUS = Pattern.compile("HTTP/[0-9.]+ ([1-5][0-9][0-9])\\b.*");

  private Glance() {}

  /** What is asked of whom. */
  record Question(boolean secure, String path) {}

  /** The status, or nothing when no answer came within the limit. */
  static OptionalInt status(InetSocketAddress door, Question question, Duration limit) {
    int milliseconds = Math.toIntExact(limit.toMillis());
    try (Socket socket = new Socket()) {
      socket.connect(door, milliseconds);
      socket.setSoTimeout(milliseconds);
      return question.secure() ? overTls(socket, question) : asked(socket, question);
    } catch (IOException | GeneralSecurityException silent) {
      return OptionalInt.empty();
    }
  }

  private static OptionalInt overTls(Socket plain, Question question)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustAnyone()}, null);
    try (Socket socket =
        context
            .getSocketFactory()
            .createSocket(plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true)) {
      return asked(socket, question);
    }
  }

  private static OptionalInt asked(Socket socket, Question question) throws IOException {
    String request =
        "GET " + question.path() + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    BufferedReader answer =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    String line = answer.readLine();
    Matcher status = STATUS.matcher(line == null ? "" : line);
    return status.matches()
        ? OptionalInt.of(Integer.parseInt(status.group(1)))
        : OptionalInt.empty();
  }

  /** The door leads to the host itself, over a connection that knows the host's key. */
  private static final class TrustAnyone implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
