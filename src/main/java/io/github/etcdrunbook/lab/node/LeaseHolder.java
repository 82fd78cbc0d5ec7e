package io.github.etcdrunbook.lab.node;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/**
 * The stand-in for kube-controller-manager and kube-scheduler: takes and renews the lease of its
 * name through the API server, as leader election does (15 s lease, renewed every 2 s, given up
 * after 10 s), and ends when it loses it, as the real ones do. Serves {@code /healthz}.
 */
final class LeaseHolder {
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration START = Duration.ofSeconds(3);
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int LEASE_SECONDS = 15;

  private final String name;
  private final String holder;
  private final Machine machine;
  private final Executor threads;
  private final Flags flags;
  private final SSLContext tls;
  private final String host;
  private final int port;
  private Optional<HttpConnection> kept = Optional.empty();

  /** Reads the kubeconfig that the flags name; nothing is connected yet. */
  LeaseHolder(String name, Flags flags, Machine machine, Executor threads) throws IOException {
    this.name = name;
    this.flags = flags;
    this.machine = machine;
    this.threads = threads;
    Tree config = ManifestYaml.read(Files.readString(Path.of(flags.get("kubeconfig"))));
    Tree cluster = config.items("clusters").get(0).at("cluster").orElseThrow();
    Tree user = config.items("users").get(0).at("user").orElseThrow();
    this.tls =
        Tls.mutual(
            new Tls.Pem(
                decoded(cluster, "certificate-authority-data"),
                decoded(user, "client-certificate-data"),
                decoded(user, "client-key-data")));
    String server = cluster.text("server").orElseThrow().replaceFirst("https://", "");
    this.host = server.split(":")[0];
    this.port = Integer.parseInt(server.split(":")[1]);
    this.holder = InetAddress.getLocalHost().getHostName() + "_" + ProcessHandle.current().pid();
  }

  private static String decoded(Tree tree, String key) {
    return new String(
        Base64.getDecoder().decode(tree.text(key).orElseThrow()), StandardCharsets.US_ASCII);
  }

  /** Runs until it is killed or loses its lease; the exit status then. */
  int run() throws InterruptedException {
    // The real ones take seconds to start; here it keeps the API server's start free of them.
    machine.sleep(START);
    threads.execute(this::serveHealth);
    Optional<Instant> heldSince = Optional.empty();
    while (true) {
      Optional<Boolean> leads = tryToLead();
      Instant now = machine.clock().instant();
      if (leads.orElse(false)) {
        if (heldSince.isEmpty()) {
          machine.say("became leader as " + holder);
        }
        heldSince = Optional.of(now);
      } else if (heldSince.isPresent()) {
        boolean late = heldSince.get().plus(DEADLINE).isBefore(now);
        if (leads.isPresent() || late) {
          machine.say("leaderelection lost");
          return 1;
        }
      }
      machine.sleep(RETRY);
    }
  }

  /** Whether it leads now; nothing when the API server does not answer. */
  private Optional<Boolean> tryToLead() {
    String path = "/registry/leases/kube-system/" + name;
    try {
      HttpConnection api =
          kept.isPresent() ? kept.get() : HttpConnection.tls(tls, host, port, RETRY);
      kept = Optional.of(api);
      HttpConnection.Response found = api.exchange("GET", path, "");
      if (found.status() != 200 && found.status() != 404) {
        return Optional.empty();
      }
      Instant now = machine.clock().instant();
      if (found.status() == 200 && heldByAnother(found.body(), now)) {
        return Optional.of(false);
      }
      String revision = found.status() == 404 ? "0" : found.header("etag").orElse("0");
      int status = api.exchange("PUT", path, lease(now), "If-Match: " + revision).status();
      return status == 500 ? Optional.empty() : Optional.of(status == 200);
    } catch (IOException e) {
      forget();
      return Optional.empty();
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

  private boolean heldByAnother(String lease, Instant now) {
    Tree spec;
    try {
      spec = ManifestYaml.read(lease).at("spec").orElse(new Tree.Text(""));
      String who = spec.text("holderIdentity").orElse("");
      Instant renewed = Instant.parse(spec.text("renewTime").orElse("1970-01-01T00:00:00Z"));
      return !who.equals(holder) && renewed.plusSeconds(LEASE_SECONDS).isAfter(now);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      machine.say("the lease is not readable, taking it: " + e.getMessage());
      return false;
    }
  }

  private String lease(Instant now) {
    return """
    {"kind":"Lease","apiVersion":"coordination.k8s.io/v1",\
    "metadata":{"name":"%s","namespace":"kube-system"},\
    "spec":{"holderIdentity":"%s","leaseDurationSeconds":%d,"renewTime":"%s"}}\
    """
        .formatted(name, holder, LEASE_SECONDS, now);
  }

  private void serveHealth() {
    int listen = Integer.parseInt(flags.get("secure-port"));
    try {
      InetAddress address = InetAddress.getByName(flags.get("bind-address"));
      new HttpsListener(tls, request -> HttpsListener.Reply.text(200, "ok"), threads)
          .serve(address, listen);
    } catch (IOException e) {
      machine.say("cannot serve /healthz: " + e.getMessage());
    }
  }
}
