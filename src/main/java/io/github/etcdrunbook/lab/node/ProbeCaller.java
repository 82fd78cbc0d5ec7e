package io.github.etcdrunbook.lab.node;

import java.io.IOException;
import java.util.Optional;

/**
 * Asks one probe again and again over one connection, and connects anew after every failure. A real
 * kubelet connects each time; here the handshakes would be most of what an idle lab does. Used by
 * one thread.
 */
final class ProbeCaller {
  private final HealthProbe probe;
  private Optional<HttpConnection> kept = Optional.empty();

  ProbeCaller(HealthProbe probe) {
    this.probe = probe;
  }

  /** A lost old connection says nothing yet: only a new one that fails does. */
  boolean healthy() {
    boolean old = kept.isPresent();
    boolean answered = ask();
    return answered || (old && kept.isEmpty() && ask());
  }

  private boolean ask() {
    try {
      HttpConnection connection = kept.isPresent() ? kept.get() : probe.connect();
      kept = Optional.of(connection);
      int status = connection.exchange("GET", probe.target().path(), "").status();
      return status >= 200 && status < 400;
    } catch (IOException e) {
      forget();
      return false;
    }
  }

  private void forget() {
    try {
      if (kept.isPresent()) {
        kept.get().close();
      }
    } catch (IOException e) {
      // It is lost already.
    }
    kept = Optional.empty();
  }
}
