package io.github.etcdrunbook.lab;

import io.github.etcdrunbook.lab.CertificateAuthority.Issued;
import io.github.etcdrunbook.lab.CertificateAuthority.Subject;
import io.github.etcdrunbook.lab.CertificateAuthority.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The certificates of a lab, with the names, paths and modes of kubeadm, or of Kubespray's etcd.
 */
final class ControlPlanePki {
  private static final String MASTERS = "system:masters";
  private static final List<Usage> BOTH = List.of(Usage.SERVER, Usage.CLIENT);

  private final CertificateAuthority kubernetes;
  private final CertificateAuthority etcd;
  private final CertificateAuthority frontProxy;
  private final Issued tokens;

  ControlPlanePki(Clock clock) throws GeneralSecurityException {
    this.kubernetes = new CertificateAuthority("kubernetes", clock);
    this.etcd = new CertificateAuthority("etcd-ca", clock);
    this.frontProxy = new CertificateAuthority("front-proxy-ca", clock);
    this.tokens = CertificateAuthority.tokenKeys();
  }

  /** {@code /etc/kubernetes/pki} and the kubeconfigs of a control-plane host. */
  void writeKubernetes(FileTree host, LabHost who) throws IOException, GeneralSecurityException {
    pair(host, "ca", kubernetes.own());
    pair(host, "front-proxy-ca", frontProxy.own());
    host.write("etc/kubernetes/pki/sa.pub", "rw-------", tokens.certificate());
    host.write("etc/kubernetes/pki/sa.key", "rw-------", tokens.key());
    List<String> names = new ArrayList<>(List.of(who.name(), "kubernetes", "kubernetes.default"));
    names.addAll(List.of("kubernetes.default.svc", "kubernetes.default.svc.cluster.local"));
    names.addAll(List.of("10.96.0.1", who.address(), "127.0.0.1"));
    Subject server = new Subject("kube-apiserver", "", List.of(Usage.SERVER), names);
    pair(host, "apiserver", kubernetes.issue(server));
    Subject toKubelet = client("kube-apiserver-kubelet-client", MASTERS);
    pair(host, "apiserver-kubelet-client", kubernetes.issue(toKubelet));
    pair(host, "front-proxy-client", frontProxy.issue(client("front-proxy-client", "")));
    kubeconfig(host, who, "admin", client("kubernetes-admin", "kubeadm:cluster-admins"));
    kubeconfig(host, who, "super-admin", client("kubernetes-super-admin", MASTERS));
    String manager = "system:kube-controller-manager";
    kubeconfig(host, who, "controller-manager", client(manager, ""));
    kubeconfig(host, who, "scheduler", client("system:kube-scheduler", ""));
    kubeconfig(host, who, "kubelet", client("system:node:" + who.name(), "system:nodes"));
  }

  /** {@code /etc/kubernetes/pki/etcd} and the API server's certificate for etcd. */
  void writeStackedEtcd(FileTree host, LabHost who) throws IOException, GeneralSecurityException {
    pair(host, "etcd/ca", etcd.own());
    pair(host, "etcd/server", etcd.issue(new Subject(who.name(), "", BOTH, namesOf(who))));
    pair(host, "etcd/peer", etcd.issue(new Subject(who.name(), "", BOTH, namesOf(who))));
    Subject health = client("kube-etcd-healthcheck-client", MASTERS);
    pair(host, "etcd/healthcheck-client", etcd.issue(health));
    Subject api = client("kube-apiserver-etcd-client", MASTERS);
    pair(host, "apiserver-etcd-client", etcd.issue(api));
  }

  /** {@code /etc/ssl/etcd/ssl}, as Kubespray lays it out; the authority's key stays elsewhere. */
  void writeEtcdUnit(FileTree host, LabHost who) throws IOException, GeneralSecurityException {
    String folder = "etc/ssl/etcd/ssl/";
    host.folder("etc/ssl/etcd", "rwxr-xr-x");
    host.write(folder + "ca.pem", "rw-r--r--", etcd.own().certificate());
    Issued member = etcd.issue(new Subject("etcd-member-" + who.name(), "", BOTH, namesOf(who)));
    Issued admin = etcd.issue(client("etcd-admin-" + who.name(), ""));
    Issued node = etcd.issue(client("etcd-node-" + who.name(), ""));
    Map<String, Issued> files = Map.of("member", member, "admin", admin, "node", node);
    for (Map.Entry<String, Issued> file : files.entrySet()) {
      String name = folder + file.getKey() + "-" + who.name();
      host.write(name + ".pem", "rw-r--r--", file.getValue().certificate());
      host.write(name + "-key.pem", "rw-------", file.getValue().key());
    }
  }

  /** A client of etcd for the operator's side. */
  void writeOperator(FileTree folder) throws IOException, GeneralSecurityException {
    Issued client = etcd.issue(client("etcd-runbook-lab", MASTERS));
    folder.write("ca.crt", "rw-r--r--", etcd.own().certificate());
    folder.write("kubernetes-ca.crt", "rw-r--r--", kubernetes.own().certificate());
    folder.write("client.crt", "rw-r--r--", client.certificate());
    folder.write("client.key", "rw-------", client.key());
  }

  private static List<String> namesOf(LabHost host) {
    return List.of(host.name(), "localhost", host.address(), "127.0.0.1", "::1");
  }

  private static Subject client(String name, String organization) {
    return new Subject(name, organization, List.of(Usage.CLIENT), List.of());
  }

  private static void pair(FileTree host, String name, Issued issued) throws IOException {
    host.write("etc/kubernetes/pki/" + name + ".crt", "rw-r--r--", issued.certificate());
    host.write("etc/kubernetes/pki/" + name + ".key", "rw-------", issued.key());
  }

  private void kubeconfig(FileTree host, LabHost who, String file, Subject user)
      throws IOException, GeneralSecurityException {
    Issued issued = kubernetes.issue(user);
    Map<String, String> values =
        Map.of(
            "CA", base64(kubernetes.own().certificate()),
            "ADDRESS", who.address(),
            "USER", user.name(),
            "CERT", base64(issued.certificate()),
            "KEY", base64(issued.key()));
    host.write(
        "etc/kubernetes/" + file + ".conf", "rw-------", Template.filled("kubeconfig", values));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
