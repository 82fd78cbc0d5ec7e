package io.github.etcdrunbook.lab;

import java.nio.file.Path;

/** Where the files of a lab lie: everything that it leaves on disk is below one folder. */
record LabFolder(Path root) {
  Path settings() {
    return root.resolve("lab.properties");
  }

  Path inventory() {
    return root.resolve("inventory.yaml");
  }

  Path inventoryOfOps() {
    return root.resolve("inventory-ops.yaml");
  }

  Path sshConfig() {
    return root.resolve("ssh_config");
  }

  Path identity() {
    return root.resolve("id_ed25519");
  }

  Path knownHosts() {
    return root.resolve("known_hosts");
  }

  /** Certificates of the operator: the etcd client that fills the lab. */
  Path operator() {
    return root.resolve("operator");
  }

  Path shared() {
    return root.resolve("base");
  }

  Path images() {
    return root.resolve("images");
  }

  Path programs() {
    return root.resolve("node");
  }

  Path namespaces() {
    return root.resolve("ns");
  }

  Path operatorNamespace() {
    return namespaces().resolve("operator");
  }

  Path namespace(LabHost host) {
    return namespaces().resolve(host.name());
  }

  Path host(LabHost host) {
    return root.resolve("hosts").resolve(host.name());
  }

  /** What the host finds in its root at its first power-on. */
  Path seed(LabHost host) {
    return host(host).resolve("seed");
  }

  Path console(LabHost host) {
    return host(host).resolve("console.log");
  }
}
