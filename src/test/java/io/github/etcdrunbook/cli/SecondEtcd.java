package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.lab.LabException;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A second etcd on every host of a lab of static pods, as for events: a cluster with ports, a data
 * directory on the host and a token of its own. Its pod calls the directory as the first one does,
 * and its client port is the first one's metrics port, at another address.
 */
final class SecondEtcd {
  private static final String MANIFEST =
      """
      cd /etc/kubernetes
      a=$(sed -n 's,.*--initial-advertise-peer-urls=https://\\(.*\\):2380,\\1,p' manifests/etcd.yaml)
      sed -e 's/^  name: etcd$/  name: etcd-events/' \\
        -e 's,--listen-metrics-urls=.*,--listen-metrics-urls=http://127.0.0.1:2391,' \\
        -e "s,--listen-client-urls=.*,--listen-client-urls=https://$a:2381," \\
        -e 's/:2379/:2381/g; s/:2380/:2382/g; s/port: 2381/port: 2391/' \\
        -e 's,^    - --initial-cluster-state=new,&\\n    - --initial-cluster-token=events,' \\
        -e 's,^      path: /var/lib/etcd$,      path: /var/lib/etcd-events,' \\
        manifests/etcd.yaml >.etcd-events.yaml
      mv .etcd-events.yaml manifests/etcd-events.yaml
      """;
  private static final String ETCDCTL =
      """
      a=$(sed -n 's,.*--listen-client-urls=\\(.*\\),\\1,p' /etc/kubernetes/manifests/etcd-events.yaml)
      cd /etc/kubernetes/pki/etcd
      events() {
        ETCDCTL_API=3 etcdctl --endpoints=$a --cacert=ca.crt --cert=healthcheck-client.crt \\
          --key=healthcheck-client.key "$@"
      }
      """;
  private static final String LIVES =
      """
      for pid in $(pgrep -x etcd); do
        grep -qaF -- --initial-cluster-token=events /proc/$pid/cmdline && cut -d' ' -f1,22 /proc/$pid/stat
      done
      ls -di /var/lib/etcd-events
      """;

  private final RestoreLab lab;
  private final SortedMap<String, String> before;

  private SecondEtcd(RestoreLab lab, SortedMap<String, String> before) {
    this.lab = lab;
    this.before = before;
  }

  /** Puts one on every host, and waits until it takes a key. */
  static SecondEtcd beside(RestoreLab lab) throws IOException, LabException {
    for (String host : lab.hostNames()) {
      lab.on(host, MANIFEST);
    }
    String first = lab.hostNames().getFirst();
    lab.on(
        first,
        ETCDCTL
            + "for i in $(seq 100); do events put events/kept here && exit; sleep 0.3; done; exit"
            + " 1");
    SortedMap<String, String> before = sights(lab);
    before.forEach(
        (host, sight) -> assertTrue(sight.matches("(?s)[0-9]+ [0-9]+\\R.*\"here\".*"), sight));
    return new SecondEtcd(lab, before);
  }

  private static SortedMap<String, String> sights(RestoreLab lab) throws IOException, LabException {
    SortedMap<String, String> sights = new TreeMap<>();
    for (String host : lab.hostNames()) {
      sights.put(
          host, lab.on(host, LIVES + ETCDCTL + "events get events/kept -w fields | grep -v Raft"));
    }
    return sights;
  }

  /** The same processes on the same data, in the same cluster at the same revision. */
  void assertUntouched() throws IOException, LabException {
    assertEquals(before, sights(lab));
  }
}
