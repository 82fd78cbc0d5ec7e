package io.github.etcdrunbook.lab.node;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** An {@code httpGet} probe of a manifest, with the kubelet's defaults. */
record HealthProbe(Target target, int initialDelay, int period, int timeout, int threshold) {
  /** What is asked. */
  record Target(boolean tls, String host, int port, String path) {}

  /** The probe written in a manifest; other kinds than httpGet are not asked. */
  static Optional<HealthProbe> from(Optional<Tree> tree) {
    return tree.flatMap(
        probe ->
            probe
                .at("httpGet")
                .map(
                    get ->
                        new HealthProbe(
                            new Target(
                                get.text("scheme").orElse("HTTP").equals("HTTPS"),
                                get.text("host").orElse("127.0.0.1"),
                                get.number("port", 80),
                                get.text("path").orElse("/")),
                            probe.number("initialDelaySeconds", 0),
                            probe.number("periodSeconds", 10),
                            probe.number("timeoutSeconds", 1),
                            probe.number("failureThreshold", 3))));
  }

  /** A new connection to what is asked; certificates are not checked, as the kubelet does not. */
  HttpConnection connect() throws IOException {
    Duration limit = Duration.ofSeconds(timeout);
    return target.tls()
        ? HttpConnection.tls(Tls.trustingAnyone(), target.host(), target.port(), limit)
        : HttpConnection.plain(target.host(), target.port(), limit);
  }
}
