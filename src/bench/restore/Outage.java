import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A client of the API servers: asks each for /readyz every 20 ms until the file STOP exists, then
 * prints for how many seconds none was ready, and for how many not all were: {@code java
 * Outage.java STOP ADDRESS...}.
 */
final class Outage {
  private static final int LIMIT = 2500;

  private record Change(long at, int server, boolean ready) {}

  private final List<Change> changes = new ArrayList<>();
  private final Path stop;
  private final SSLContext tls;

  private Outage(Path stop, SSLContext tls) {
    this.stop = stop;
    this.tls = tls;
  }

  public static void main(String[] arguments) throws Exception {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, new TrustManager[] {new TrustAnyone()}, null);
    Outage outage = new Outage(Path.of(arguments[0]), tls);
    List<Thread> clients = new ArrayList<>();
    for (int i = 1; i < arguments.length; i++) {
      int server = i - 1;
      String address = arguments[i];
      clients.add(Thread.ofPlatform().start(() -> outage.watch(server, address)));
    }
    for (Thread client : clients) {
      client.join();
    }
    outage.print(arguments.length - 1);
  }

  private void watch(int server, String address) {
    Boolean last = null;
    while (!Files.exists(stop)) {
      long asked = System.nanoTime();
      boolean ready = ready(address);
      if (last == null || last != ready) {
        // Down counts from the question, up from the answer.
        record(new Change(ready ? System.nanoTime() : asked, server, ready));
        last = ready;
      }
      pause();
    }
  }

  private synchronized void record(Change change) {
    changes.add(change);
  }

  private boolean ready(String address) {
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(address, 6443), LIMIT);
      plain.setSoTimeout(LIMIT);
      try (Socket socket = tls.getSocketFactory().createSocket(plain, address, 6443, true)) {
        OutputStream out = socket.getOutputStream();
        out.write(
            "GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        InputStream in = socket.getInputStream();
        return new String(in.readNBytes(12), StandardCharsets.US_ASCII).endsWith(" 200");
      }
    } catch (IOException silent) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(int servers) {
    changes.sort((one, other) -> Long.compare(one.at(), other.at()));
    boolean[] ready = new boolean[servers];
    java.util.Arrays.fill(ready, true);
    long none = 0;
    long some = 0;
    long before = 0;
    for (Change change : changes) {
      int up = 0;
      for (boolean one : ready) {
        up += one ? 1 : 0;
      }
      none += up == 0 ? change.at() - before : 0;
      some += up < servers ? change.at() - before : 0;
      ready[change.server()] = change.ready();
      before = change.at();
    }
    System.out.printf(Locale.ROOT, "%.2f %.2f%n", none / 1e9, some / 1e9);
  }

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
