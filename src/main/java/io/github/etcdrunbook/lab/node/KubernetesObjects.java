package io.github.etcdrunbook.lab.node;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Keys and values as a cluster keeps them under {@code /registry}: pods, events, config maps,
 * secrets, leases and small objects in the proportions and sizes of a busy cluster (about 190 MB at
 * 50,000 keys), and the few objects that tools look for by name. A function of its arguments.
 */
final class KubernetesObjects implements Iterable<KubernetesObjects.Entry> {
  private static final int NAMESPACES = 120;
  private static final byte[] HEAD =
      "k8s\0\n\013\n\002v1\022\005".getBytes(StandardCharsets.US_ASCII);

  /** A key with the recipe of its value. */
  record Entry(String key, String fixed, int size, long seed) {
    /** Made when asked, since all values together are larger than the memory. */
    byte[] value() {
      return fixed.isEmpty() ? random(size, seed) : fixed.getBytes(StandardCharsets.UTF_8);
    }
  }

  private final int keys;
  private final List<String> hosts;

  KubernetesObjects(int keys, List<String> hosts) {
    this.keys = keys;
    this.hosts = List.copyOf(hosts);
  }

  @Override
  public Iterator<Entry> iterator() {
    List<Entry> entries = new ArrayList<>(named());
    Random sizes = new Random(7);
    for (int i = 0; entries.size() < keys; i++) {
      entries.add(entry(i, sizes));
    }
    return entries.subList(0, Math.min(keys, entries.size())).iterator();
  }

  private List<Entry> named() {
    List<Entry> named = new ArrayList<>();
    for (String namespace : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
      named.add(object("/registry/namespaces/" + namespace, "Namespace", namespace));
    }
    for (String host : hosts) {
      named.add(object("/registry/minions/" + host, "Node", host));
    }
    for (int i = 0; i < Math.min(NAMESPACES, keys / 100); i++) {
      named.add(object("/registry/namespaces/ns-" + i, "Namespace", "ns-" + i));
    }
    return named;
  }

  private static Entry object(String key, String kind, String name) {
    String uid =
        String.format(
            Locale.ROOT,
            "%08x-0000-4000-8000-%012x",
            name.hashCode(),
            kind.hashCode() & 0xffffffffL);
    String text =
        """
        {"kind":"%s","apiVersion":"v1","metadata":{"name":"%s","uid":"%s",\
        "creationTimestamp":"2026-01-01T00:00:00Z"}}\
        """
            .formatted(kind, name, uid);
    return new Entry(key, text, text.length(), 0);
  }

  /** Of 100 objects 30 are pods, 40 events, 6 config maps, 6 secrets, 4 leases, 14 others. */
  private static Entry entry(int i, Random sizes) {
    int part = i % 100;
    String ns = "ns-" + i % NAMESPACES;
    String hash = String.format(Locale.ROOT, "%06x", i * 2654435761L & 0xffffff);
    if (part < 30) {
      return sized("pods/" + ns + "/app-" + i + "-" + hash, sizes.nextInt(4000, 8600), i);
    }
    if (part < 70) {
      return sized("events/" + ns + "/app-" + i + ".17f" + hash, sizes.nextInt(700, 1500), i);
    }
    if (part < 76) {
      return sized("configmaps/" + ns + "/cm-" + i, heavyTail(sizes, 1.3, 1500, 60_000), i);
    }
    if (part < 82) {
      String name = "secrets/" + ns + "/sh.helm.release.v1.r" + i + ".v1";
      return sized(name, heavyTail(sizes, 1.1, 2500, 200_000), i);
    }
    if (part < 86) {
      return sized("leases/kube-node-lease/node-" + i, 450, i);
    }
    List<String> kinds =
        List.of("replicasets", "endpointslices", "services/specs", "deployments", "roles");
    String kind = kinds.get(i % kinds.size());
    return sized(kind + "/" + ns + "/o-" + i, sizes.nextInt(900, 3500), i);
  }

  private static Entry sized(String name, int size, int i) {
    return new Entry("/registry/" + name, "", size, i);
  }

  private static int heavyTail(Random random, double shape, int scale, int limit) {
    double pareto = 1 / Math.pow(1 - random.nextDouble(), 1 / shape);
    return (int) (pareto * scale % limit) + 300;
  }

  /** Words that compress and bytes that do not, about three to two, as protobuf objects have. */
  private static byte[] random(int size, long seed) {
    Random random = new Random(seed * 31 + 17);
    ByteArrayOutputStream out = new ByteArrayOutputStream(size + 128);
    out.writeBytes(HEAD);
    byte[] noise = new byte[64];
    while (out.size() < size) {
      if (random.nextInt(5) < 3) {
        out.writeBytes(
            ("\n\022app.kubernetes.io/name\022\014payments-"
                    + random.nextInt(500)
                    + "\032/kubelet\"\017v1.ObjectMeta f:spec f:containers k:{\"name\":\"c\"}")
                .getBytes(StandardCharsets.US_ASCII));
      } else {
        random.nextBytes(noise);
        out.writeBytes(noise);
      }
    }
    return java.util.Arrays.copyOf(out.toByteArray(), size);
  }
}
