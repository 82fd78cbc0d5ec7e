package io.github.etcdrunbook.lab;

import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a host finds in its root at its first power-on: names, keys, certificates, manifests or
 * units. The disk on {@code /var/lib} is made here too, and filled at the same moment.
 */
final class HostSeed {
  private static final String SSH_HOST_KEY = "etc/ssh/ssh_host_ed25519_key";

  private final LabFolder folder;
  private final LabSpec spec;
  private final LabTools tools;
  private final List<LabHost> hosts;

  HostSeed(LabFolder folder, LabSpec spec, LabTools tools, List<LabHost> hosts) {
    this.folder = folder;
    this.spec = spec;
    this.tools = tools;
    this.hosts = List.copyOf(hosts);
  }

  void make(LabHost host, ControlPlanePki pki) throws IOException, GeneralSecurityException {
    FileTree tree = new FileTree(folder.seed(host));
    tree.folder("", "rwxr-xr-x");
    // A layer below would be shared, but the kernel takes no layer that lies inside another one.
    Path upper = Files.createDirectories(folder.host(host).resolve("upper"));
    Tool.must("cp", "-a", folder.shared() + "/.", upper.toString());
    names(tree, host);
    access(tree, host);
    disks(host);
    pki.writeKubernetes(tree, host);
    tree.folder("etc/kubernetes/manifests", "rwxr-xr-x");
    tree.write("var/lib/kubelet/config.yaml", "rw-r--r--", Template.text("kubelet-config.yaml"));
    if (spec.profile() == Profile.SYSTEMD) {
      pki.writeEtcdUnit(tree, host);
      Tool.must("chown", "-R", ownerOf("etcd"), tree.root().resolve("etc/ssl/etcd/ssl").toString());
    } else {
      pki.writeStackedEtcd(tree, host);
    }
    if (!host.bare()) {
      member(tree, host);
    }
  }

  private void member(FileTree tree, LabHost host) throws IOException {
    Map<String, String> values = values(host);
    if (spec.profile() == Profile.SYSTEMD) {
      tree.write("etc/etcd.env", "rw-r-----", Template.filled("etcd.env", values));
      String unit = "etc/systemd/system/etcd.service";
      tree.write(unit, "rw-r--r--", Template.text("etcd.service"));
      tree.link("etc/systemd/system/multi-user.target.wants/etcd.service", "/" + unit);
    } else {
      manifest(tree, "etcd", values);
    }
    manifest(tree, "kube-apiserver", values);
    manifest(tree, "kube-controller-manager", values);
    manifest(tree, "kube-scheduler", values);
  }

  private static void manifest(FileTree tree, String name, Map<String, String> values)
      throws IOException {
    tree.write(
        "etc/kubernetes/manifests/" + name + ".yaml",
        "rw-------",
        Template.filled(name + ".yaml", values));
  }

  private Map<String, String> values(LabHost host) {
    Map<String, String> values = new HashMap<>();
    values.put("HOST", host.name());
    values.put("ADDRESS", host.address());
    values.put("VERSION", tools.etcdVersion());
    values.put(
        "CLUSTER",
        hosts.stream()
            .filter(one -> !one.bare())
            .map(one -> one.name() + "=https://" + one.address() + ":2380")
            .collect(Collectors.joining(",")));
    // kubeadm asks etcd 3.5 for /livez and /readyz; 3.4 has only /health.
    values.put("LIVE", tools.modern() ? "/livez" : "/health?exclude=NOSPACE&serializable=true");
    values.put("READINESS", tools.modern() ? readiness() : "");
    boolean unit = spec.profile() == Profile.SYSTEMD;
    String node = "/etc/ssl/etcd/ssl/node-" + host.name();
    String pki = "/etc/kubernetes/pki/";
    values.put("ETCD_CA", unit ? "/etc/ssl/etcd/ssl/ca.pem" : pki + "etcd/ca.crt");
    values.put("ETCD_CERT", unit ? node + ".pem" : pki + "apiserver-etcd-client.crt");
    values.put("ETCD_KEY", unit ? node + "-key.pem" : pki + "apiserver-etcd-client.key");
    values.put("ETCD_MOUNT", unit ? etcdMount() : "");
    values.put("ETCD_VOLUME", unit ? etcdVolume() : "");
    return values;
  }

  private static String etcdMount() {
    return """
        - mountPath: /etc/ssl/etcd/ssl
          name: etcd-certs
          readOnly: true
    """;
  }

  private static String etcdVolume() {
    return """
      - hostPath:
          path: /etc/ssl/etcd/ssl
          type: DirectoryOrCreate
        name: etcd-certs
    """;
  }

  private static String readiness() {
    return """
        readinessProbe:
          failureThreshold: 3
          httpGet:
            host: 127.0.0.1
            path: /readyz
            port: 2381
            scheme: HTTP
          periodSeconds: 1
          timeoutSeconds: 15
    """;
  }

  private void names(FileTree tree, LabHost host) throws IOException {
    StringBuilder known = new StringBuilder("127.0.0.1 localhost\n::1 localhost\n");
    for (LabHost one : hosts) {
      known.append(one.address()).append(' ').append(one.name()).append('\n');
    }
    tree.write("etc/hosts", "rw-r--r--", known.toString());
    tree.write("etc/hostname", "rw-r--r--", host.name() + "\n");
    tree.write(
        "etc/machine-id",
        "r--r--r--",
        java.util.UUID.randomUUID().toString().replace("-", "") + "\n");
  }

  private void access(FileTree tree, LabHost host) throws IOException {
    Path key = tree.root().resolve(SSH_HOST_KEY);
    Files.createDirectories(key.getParent());
    SshAccess.newKey(key, host.name());
    String authorized = Files.readString(SshAccess.publicKey(folder.identity()));
    String bashrc = "[ -z \"$PS1\" ] || PS1='\\u@\\h:\\w\\$ '\n";
    FileTree home = new FileTree(folder.host(host).resolve("home-root"));
    home.folder("", "rwx------");
    home.folder(".ssh", "rwx------");
    home.write(".ssh/authorized_keys", "rw-------", authorized);
    home.write(".bashrc", "rw-r--r--", bashrc);
    FileTree users = new FileTree(folder.host(host).resolve("home"));
    users.folder("", "rwxr-xr-x");
    users.folder(SharedLayer.OPS, "rwxr-xr-x");
    users.folder(SharedLayer.OPS + "/.ssh", "rwx------");
    users.write(SharedLayer.OPS + "/.ssh/authorized_keys", "rw-------", authorized);
    users.write(SharedLayer.OPS + "/.bashrc", "rw-r--r--", bashrc);
    String owner = ownerOf(SharedLayer.OPS);
    Tool.must("chown", "-R", owner, users.root().resolve(SharedLayer.OPS).toString());
  }

  /** Numeric owner and group of a user of the hosts, whom the machine itself does not know. */
  private String ownerOf(String user) throws IOException {
    for (String line : Files.readAllLines(folder.shared().resolve("etc/passwd"))) {
      String[] fields = line.split(":");
      if (fields[0].equals(user)) {
        return fields[2] + ":" + fields[3];
      }
    }
    throw new IOException("no user " + user + " in the shared layer");
  }

  /** Sparse files with a file system each: without a journal, since they never outlive a crash. */
  private void disks(LabHost host) throws IOException {
    disk(folder.host(host).resolve("disk.img"), "0:0");
    if (spec.disk().etcdMount()) {
      disk(folder.host(host).resolve("etcd.img"), "0:0");
    }
    FileTree tree = new FileTree(folder.seed(host));
    tree.folder("var/lib", "rwxr-xr-x");
    if (!host.bare()) {
      tree.folder("var/lib/etcd", "rwx------");
      if (spec.profile() == Profile.SYSTEMD) {
        Tool.must("chown", ownerOf("etcd"), tree.root().resolve("var/lib/etcd").toString());
      }
    }
  }

  private void disk(Path image, String owner) throws IOException {
    Files.createDirectories(image.getParent());
    Tool.must("truncate", "-s", Long.toString(spec.disk().bytes()), image.toString());
    Tool.must(
        "mkfs.ext4",
        "-q",
        "-F",
        "-m",
        "0",
        "-O",
        "^has_journal",
        "-E",
        "lazy_itable_init=1,root_owner=" + owner,
        image.toString());
  }

  /** The line of {@code known_hosts} that belongs to a host. */
  String knownHost(LabHost host) throws IOException {
    Path key = folder.seed(host).resolve(SSH_HOST_KEY);
    String[] words = Files.readString(SshAccess.publicKey(key)).split(" ");
    return "%s,%s %s %s\n".formatted(host.name(), host.address(), words[0], words[1].strip());
  }

  /** The public host keys must be known before the first power-on takes the seed away. */
  void publishHostKeys() throws IOException {
    StringBuilder known = new StringBuilder();
    for (LabHost host : hosts) {
      known.append(knownHost(host));
    }
    Path part = folder.knownHosts().resolveSibling(".known_hosts");
    Files.writeString(part, known.toString());
    Files.move(part, folder.knownHosts(), StandardCopyOption.REPLACE_EXISTING);
  }
}
