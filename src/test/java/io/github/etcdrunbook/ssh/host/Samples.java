package io.github.etcdrunbook.ssh.host;

/** What real hosts print, shortened where it does not matter. */
final class Samples {
  private Samples() {}

  /** The manifest that kubeadm 1.31 writes. */
  static final String ETCD_MANIFEST =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        annotations:
          kubeadm.kubernetes.io/etcd.advertise-client-urls: https://10.77.0.11:2379
        labels:
          component: etcd
          tier: control-plane
        name: etcd
        namespace: kube-system
      spec:
        containers:
        - command:
          - etcd
          - --advertise-client-urls=https://10.77.0.11:2379
          - --cert-file=/etc/kubernetes/pki/etcd/server.crt
          - --client-cert-auth=true
          - --data-dir=/var/lib/etcd
          - --experimental-initial-corrupt-check=true
          - --experimental-watch-progress-notify-interval=5s
          - --initial-advertise-peer-urls=https://10.77.0.11:2380
          - --initial-cluster=cp1=https://10.77.0.11:2380
          - --key-file=/etc/kubernetes/pki/etcd/server.key
          - --listen-client-urls=https://127.0.0.1:2379,https://10.77.0.11:2379
          - --listen-metrics-urls=http://127.0.0.1:2381
          - --listen-peer-urls=https://10.77.0.11:2380
          - --name=cp1
          - --peer-cert-file=/etc/kubernetes/pki/etcd/peer.crt
          - --peer-client-cert-auth=true
          - --peer-key-file=/etc/kubernetes/pki/etcd/peer.key
          - --peer-trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt
          - --snapshot-count=10000
          - --trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt
          image: registry.k8s.io/etcd:3.5.16-0
          imagePullPolicy: IfNotPresent
          name: etcd
          volumeMounts:
          - mountPath: /var/lib/etcd
            name: etcd-data
          - mountPath: /etc/kubernetes/pki/etcd
            name: etcd-certs
        hostNetwork: true
        volumes:
        - hostPath:
            path: /etc/kubernetes/pki/etcd
            type: DirectoryOrCreate
          name: etcd-certs
        - hostPath:
            path: /data/etcd
            type: DirectoryOrCreate
          name: etcd-data
      status: {}
      """;

  /** A second etcd on the same host, for events. */
  static final String EVENTS_MANIFEST =
      """
      {"kind": "Pod", "metadata": {"name": "etcd-events"}, "spec": {"containers": [
        {"name": "etcd", "image": "quay.io/coreos/etcd@sha256:00",
         "command": ["/usr/local/bin/etcd"],
         "args": ["--name", "cp1-events", "--data-dir", "/var/lib/etcd-events",
                  "--listen-client-urls", "https://127.0.0.1:2382"]}]}}
      """;

  /** As a section: each line with a blank before it. */
  static String section(String title, String text) {
    return "=" + title + "\n" + text.indent(1) + "\n";
  }
}
