package io.github.etcdrunbook.lab.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.net.ssl.SSLContext;

/**
 * etcd through its JSON gateway ({@code /v3/kv/...}), which 3.4 and 3.5 both serve beside gRPC. For
 * several threads: each call borrows a connection of its own.
 */
final class EtcdGateway {
  /** A key's value, one character per byte, and the revision that wrote it. */
  record Entry(String value, long modRevision) {}

  private final SSLContext tls;
  private final String host;
  private final int port;
  private final Duration limit;
  private final Deque<HttpConnection> idle = new ConcurrentLinkedDeque<>();

  /** An endpoint is written as in etcd's flags: {@code https://127.0.0.1:2379}. */
  EtcdGateway(SSLContext tls, String endpoint, Duration limit) {
    String address = endpoint.substring(endpoint.indexOf("//") + 2);
    this.tls = tls;
    this.host = address.substring(0, address.lastIndexOf(':'));
    this.port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    this.limit = limit;
  }

  /** A linearizable read that needs the quorum: throws when etcd does not serve. */
  void check() throws IOException {
    call("/v3/kv/range", "{\"key\":" + base64("/registry/health") + ",\"keys_only\":true}");
  }

  Optional<Entry> get(String key) throws IOException {
    String answer = call("/v3/kv/range", "{\"key\":" + base64(key) + "}");
    return field(answer, "mod_revision")
        .map(
            revision ->
                new Entry(decoded(field(answer, "value").orElse("")), Long.parseLong(revision)));
  }

  /** Writes a key. A lease of 0 is none. */
  void put(String key, String value, long lease) throws IOException {
    call("/v3/kv/put", putJson(key, bytes(value), lease));
  }

  void delete(String key) throws IOException {
    call("/v3/kv/deleterange", "{\"key\":" + base64(key) + "}");
  }

  /** Writes a key if its last revision is still the given one; 0 means that it does not exist. */
  boolean putIf(String key, String value, long modRevision) throws IOException {
    String compare =
        "{\"target\":\"MOD\",\"key\":" + base64(key) + ",\"mod_revision\":" + modRevision + "}";
    String answer = transaction("\"compare\":[" + compare + "],", putJson(key, bytes(value), 0));
    return answer.contains("\"succeeded\":true");
  }

  /** Writes several keys at once. The puts are made with {@link #putJson(String, byte[])}. */
  void putAll(Iterable<String> puts) throws IOException {
    StringBuilder operations = new StringBuilder();
    for (String put : puts) {
      operations
          .append(operations.isEmpty() ? "" : ",")
          .append("{\"requestPut\":")
          .append(put)
          .append("}");
    }
    call("/v3/kv/txn", "{\"success\":[" + operations + "]}");
  }

  /** One put of {@link #putAll}. */
  static String putJson(String key, byte[] value) {
    return putJson(key, value, 0);
  }

  long grantLease(Duration ttl) throws IOException {
    String answer = call("/v3/lease/grant", "{\"TTL\":" + ttl.toSeconds() + "}");
    return Long.parseLong(field(answer, "ID").orElseThrow(() -> new IOException(answer)));
  }

  private String transaction(String compare, String put) throws IOException {
    return call("/v3/kv/txn", "{" + compare + "\"success\":[{\"requestPut\":" + put + "}]}");
  }

  private static String putJson(String key, byte[] value, long lease) {
    return "{\"key\":"
        + base64(key)
        + ",\"value\":\""
        + Base64.getEncoder().encodeToString(value)
        + "\",\"lease\":"
        + lease
        + "}";
  }

  private String call(String path, String json) throws IOException {
    HttpConnection connection = idle.poll();
    if (connection == null) {
      connection = HttpConnection.tls(tls, host, port, limit);
    }
    try {
      HttpConnection.Response answer = connection.exchange("POST", path, json);
      idle.push(connection);
      if (answer.status() != 200) {
        throw new IOException(answer.status() + " " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      if (!idle.remove(connection)) {
        connection.close();
        closeIdle();
      }
      throw e;
    }
  }

  /** After a lost connection the others are most likely lost too. */
  private void closeIdle() throws IOException {
    for (HttpConnection left = idle.poll(); left != null; left = idle.poll()) {
      left.close();
    }
  }

  private static byte[] bytes(String value) {
    return value.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
  }

  private static String base64(String text) {
    return '"' + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + '"';
  }

  /** The gateway writes numbers as strings and bytes as base64: no value holds a quote. */
  private static Optional<String> field(String json, String name) {
    int start = json.indexOf("\"" + name + "\":\"");
    if (start < 0) {
      return Optional.empty();
    }
    int from = start + name.length() + 4;
    return Optional.of(json.substring(from, json.indexOf('"', from)));
  }
}
