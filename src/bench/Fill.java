import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.StringJoiner;

/**
 * Fills an etcd with made-up objects through its JSON gateway: {@code java Fill.java URL
 * MEGABYTES}. Pods, events, config maps, secrets, and leases that are written again and again, in
 * the proportions of a busy cluster.
 */
final class Fill {
  private static final int BATCH_BYTES = 400_000;
  private static final Random RANDOM = new Random(1);

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI url;
  private StringJoiner puts = new StringJoiner(",", "{\"success\":[", "]}");
  private long batched;
  private long written;

  private Fill(String endpoint) {
    this.url = URI.create(endpoint + "/v3/kv/txn");
  }

  /** Fills until so many megabytes of values are written. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Fill fill = new Fill(arguments[0]);
    long wanted = Long.parseLong(arguments[1]) * 1_000_000;
    for (int i = 0; fill.written + fill.batched < wanted; i++) {
      String space = "ns-" + i % 40;
      fill.put("/registry/pods/" + space + "/pod-" + i, 4_000 + RANDOM.nextInt(4_600));
      fill.put("/registry/leases/kube-node-lease/node-" + i % 200, 600);
      if (i % 2 == 0) {
        fill.put("/registry/events/" + space + "/event-" + i, 1_000);
      }
      if (i % 10 == 0) {
        fill.put("/registry/configmaps/" + space + "/map-" + i, 200 + RANDOM.nextInt(30_000));
        fill.put("/registry/secrets/" + space + "/secret-" + i, 500 + RANDOM.nextInt(20_000));
      }
    }
    fill.send();
  }

  private void put(String key, int bytes) throws IOException, InterruptedException {
    byte[] value = new byte[bytes];
    RANDOM.nextBytes(value);
    Base64.Encoder base64 = Base64.getEncoder();
    puts.add(
        "{\"requestPut\":{\"key\":\"%s\",\"value\":\"%s\"}}"
            .formatted(
                base64.encodeToString(key.getBytes(StandardCharsets.UTF_8)),
                base64.encodeToString(value)));
    batched += bytes;
    if (batched > BATCH_BYTES) {
      send();
    }
  }

  private void send() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url).POST(BodyPublishers.ofString(puts.toString())).build();
    int status = client.send(request, BodyHandlers.discarding()).statusCode();
    if (status != 200) {
      throw new IOException("etcd answers " + status);
    }
    written += batched;
    batched = 0;
    puts = new StringJoiner(",", "{\"success\":[", "]}");
  }
}
