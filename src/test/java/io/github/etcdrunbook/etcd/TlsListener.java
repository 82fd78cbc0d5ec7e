package io.github.etcdrunbook.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A TLS port with the certificate named {@code server} and nothing behind it. */
final class TlsListener implements AutoCloseable {
  private final Process process;

  private TlsListener(Process process) {
    this.process = process;
  }

  static TlsListener start(LabCertificates certificates, int port) {
    try {
      Process process =
          new ProcessBuilder(
                  "openssl",
                  "s_server",
                  "-quiet",
                  "-accept",
                  "127.0.0.1:" + port,
                  "-cert",
                  certificates.path("server.crt").toString(),
                  "-key",
                  certificates.path("server.key").toString())
              .redirectErrorStream(true)
              .redirectOutput(certificates.path("s_server.log").toFile())
              .start();
      LabEtcd.await(Duration.ofSeconds(10), () -> accepts(port));
      return new TlsListener(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  boolean running() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
