package io.github.etcdrunbook.world;

/**
 * A service of a control-plane host that can be stopped and started: a static pod under kubeadm, a
 * systemd unit otherwise. How is the adapter's knowledge.
 */
public enum Unit {
  /** The etcd member. */
  ETCD("etcd"),
  /** The Kubernetes API server. */
  KUBE_APISERVER("kube-apiserver"),
  /** The controller manager. */
  KUBE_CONTROLLER_MANAGER("kube-controller-manager"),
  /** The scheduler. */
  KUBE_SCHEDULER("kube-scheduler"),
  /** The kubelet: always a systemd unit. */
  KUBELET("kubelet");

  private final String text;

  Unit(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
