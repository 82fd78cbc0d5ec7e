package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.inventory.HostName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** This machine as if it were a host: scripts run in its own shell. */
final class LocalShell implements HostShell {
  @Override
  public HostName name() {
    return new HostName("cp1");
  }

  @Override
  public Heard run(List<String> command, Duration limit) {
    try {
      Path out = Files.createTempFile("heard", ".out");
      Path err = Files.createTempFile("heard", ".err");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("not over within " + limit + ": " + command);
      }
      Heard heard = new Heard(process.exitValue(), text(out), text(err));
      Files.delete(out);
      Files.delete(err);
      return heard;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  @Override
  public InetSocketAddress door(String address, int port) {
    return new InetSocketAddress(address, port);
  }
}
