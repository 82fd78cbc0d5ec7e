package io.github.etcdrunbook.lab.node;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;

/**
 * Writes {@link KubernetesObjects} into etcd: transactions of up to 100 keys over three
 * connections. The same number of keys gives the same keys and values every time.
 */
final class Fill {
  private static final int BATCH_KEYS = 100;
  private static final int BATCH_BYTES = 300_000;
  private static final int CONNECTIONS = 3;
  private static final Duration CALL = Duration.ofSeconds(30);

  private Fill() {}

  static int run(Flags flags, Machine machine) throws IOException, InterruptedException {
    SSLContext tls =
        Tls.mutual(Tls.Pem.files(flags.get("cacert"), flags.get("cert"), flags.get("key")));
    EtcdGateway etcd = new EtcdGateway(tls, flags.get("endpoint"), CALL);
    int keys = Integer.parseInt(flags.get("keys"));
    List<String> hosts = List.of(flags.get("hosts").split(","));
    Iterator<KubernetesObjects.Entry> objects = new KubernetesObjects(keys, hosts).iterator();
    List<Future<Long>> writers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      for (int i = 0; i < CONNECTIONS; i++) {
        writers.add(threads.submit(() -> write(etcd, objects)));
      }
      long bytes = 0;
      for (Future<Long> writer : writers) {
        bytes += writer.get();
      }
      machine.log().println(bytes);
      return 0;
    } catch (ExecutionException e) {
      machine.log().println(e.getCause().getMessage());
      return 1;
    }
  }

  private static long write(EtcdGateway etcd, Iterator<KubernetesObjects.Entry> objects)
      throws IOException {
    long bytes = 0;
    for (List<KubernetesObjects.Entry> batch = batch(objects);
        !batch.isEmpty();
        batch = batch(objects)) {
      List<String> puts = new ArrayList<>();
      for (KubernetesObjects.Entry entry : batch) {
        byte[] value = entry.value();
        bytes += value.length;
        puts.add(EtcdGateway.putJson(entry.key(), value));
      }
      etcd.putAll(puts);
    }
    return bytes;
  }

  private static List<KubernetesObjects.Entry> batch(Iterator<KubernetesObjects.Entry> objects) {
    List<KubernetesObjects.Entry> batch = new ArrayList<>();
    int bytes = 0;
    synchronized (objects) {
      while (objects.hasNext() && batch.size() < BATCH_KEYS && bytes < BATCH_BYTES) {
        KubernetesObjects.Entry entry = objects.next();
        bytes += entry.size();
        batch.add(entry);
      }
    }
    return batch;
  }
}
