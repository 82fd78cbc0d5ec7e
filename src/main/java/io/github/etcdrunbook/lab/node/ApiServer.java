package io.github.etcdrunbook.lab.node;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/**
 * The stand-in for kube-apiserver: HTTPS; {@code /readyz} and {@code /livez} read through etcd with
 * the quorum; {@code GET}, {@code PUT} and {@code DELETE} of {@code /registry/...} are served from
 * etcd. Ends when etcd cannot be reached within 20 seconds of its start, as the real one does, and
 * renews its master lease as the real one does.
 */
final class ApiServer {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration CALL = Duration.ofSeconds(2);
  private static final Duration RENEW = Duration.ofSeconds(10);
  private static final Duration MASTER_LEASE = Duration.ofSeconds(15);

  private final Flags flags;
  private final Machine machine;
  private final Executor threads;
  private final EtcdGateway etcd;
  private final SSLContext serving;

  ApiServer(Flags flags, Machine machine, Executor threads) throws IOException {
    this.flags = flags;
    this.machine = machine;
    this.threads = threads;
    SSLContext client =
        Tls.mutual(
            Tls.Pem.files(
                flags.get("etcd-cafile"), flags.get("etcd-certfile"), flags.get("etcd-keyfile")));
    this.etcd = new EtcdGateway(client, flags.get("etcd-servers").split(",")[0], CALL);
    this.serving =
        Tls.mutual(
            Tls.Pem.files(
                flags.get("client-ca-file"),
                flags.get("tls-cert-file"),
                flags.get("tls-private-key-file")));
  }

  /** Runs until it is killed; the exit status when etcd is not there. */
  int run() throws IOException, InterruptedException {
    long start = machine.now();
    Optional<IOException> trouble = unreachable();
    while (trouble.isPresent()) {
      if (machine.now() - start > PATIENCE.toMillis()) {
        machine.say("Error: context deadline exceeded: " + trouble.get().getMessage());
        return 1;
      }
      machine.sleep(Duration.ofMillis(100));
      trouble = unreachable();
    }
    machine.say("etcd reachable after " + (machine.now() - start) + " ms");
    threads.execute(this::keepMasterLease);
    int port = Integer.parseInt(flags.get("secure-port"));
    new HttpsListener(serving, this::reply, threads).serve(InetAddress.getByName("0.0.0.0"), port);
    return 0;
  }

  private Optional<IOException> unreachable() {
    try {
      etcd.check();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private void keepMasterLease() {
    String address = flags.get("advertise-address");
    String endpoints =
        "{\"kind\":\"Endpoints\",\"apiVersion\":\"v1\",\"subsets\":[{\"addresses\":[{\"ip\":\""
            + address
            + "\"}]}]}";
    while (true) {
      try {
        long lease = etcd.grantLease(MASTER_LEASE);
        etcd.put("/registry/masterleases/" + address, endpoints, lease);
      } catch (IOException e) {
        machine.say("cannot renew the master lease: " + e.getMessage());
      }
      try {
        machine.sleep(RENEW);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private HttpsListener.Reply reply(HttpMessage request) {
    String[] words = request.startLine().split(" ");
    String path = words[1].split("\\?")[0];
    try {
      if (path.equals("/readyz") || path.equals("/livez") || path.equals("/healthz")) {
        etcd.check();
        return HttpsListener.Reply.text(200, "ok");
      }
      if (path.equals("/version")) {
        return HttpsListener.Reply.text(200, "{\"gitVersion\":\"v1.31.0-lab\"}");
      }
      return path.startsWith("/registry/")
          ? object(words[0], path, request)
          : HttpsListener.Reply.text(404, "404 page not found\n");
    } catch (IOException e) {
      String check = path.substring(1);
      return HttpsListener.Reply.text(
          500, "[-]etcd failed: reason withheld\n" + check + " check failed\n");
    }
  }

  private HttpsListener.Reply object(String method, String key, HttpMessage request)
      throws IOException {
    return switch (method) {
      case "GET" ->
          etcd.get(key).map(ApiServer::found).orElse(HttpsListener.Reply.text(404, "not found"));
      case "PUT" -> written(key, request);
      case "DELETE" -> {
        etcd.delete(key);
        yield HttpsListener.Reply.text(200, "ok");
      }
      default -> HttpsListener.Reply.text(405, "");
    };
  }

  /** With {@code If-Match} only over the revision named there, 0 for a new key. */
  private HttpsListener.Reply written(String key, HttpMessage request) throws IOException {
    String expected = request.headers().getOrDefault("if-match", "");
    if (expected.isEmpty()) {
      etcd.put(key, request.body(), 0);
      return HttpsListener.Reply.text(200, "ok");
    }
    boolean written = etcd.putIf(key, request.body(), Long.parseLong(expected));
    return HttpsListener.Reply.text(written ? 200 : 409, written ? "ok" : "conflict");
  }

  private static HttpsListener.Reply found(EtcdGateway.Entry entry) {
    return new HttpsListener.Reply(200, entry.value(), List.of("ETag: " + entry.modRevision()));
  }
}
