package io.github.etcdrunbook.inventory;

import io.github.etcdrunbook.inventory.EtcdSettings.Access;
import io.github.etcdrunbook.inventory.EtcdSettings.Certificates;
import io.github.etcdrunbook.inventory.EtcdSettings.Places;
import io.github.etcdrunbook.inventory.EtcdSettings.Profile;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.MappingReader;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.Scalar;
import io.github.etcdrunbook.yaml.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the inventory format of this project. */
final class OwnInventory {
  static final String API_VERSION = "etcd-runbook/v1";

  static final Vocabulary TOP =
      Vocabulary.of(
          "an inventory",
          "inventory",
          "apiVersion",
          "kind",
          "cluster",
          "ssh",
          "etcd",
          "hosts",
          "lab");
  static final Vocabulary CLUSTER = Vocabulary.of("a cluster", "inventory", "name");
  static final Vocabulary LAB = Vocabulary.of("a lab", "inventory", "namespace");
  static final Vocabulary SSH =
      new Vocabulary(
          "ssh",
          "inventory",
          List.of("user", "become", "port", "identityFiles", "knownHosts"),
          Map.of(
              "ansible_user", "here that is `user`",
              "identityFile", "did you mean `identityFiles`?",
              "key", "did you mean `identityFiles`?",
              "password", "there are no passwords: keys and the ssh agent are used",
              "proxyJump", "jump hosts stand in `~/.ssh/config`",
              "strictHostKeyChecking", "host keys are always checked"));
  private static final String FOUND =
      "leave it out: it is read on the host, from etcd's manifest or unit";
  static final Vocabulary ETCD =
      new Vocabulary(
          "etcd",
          "inventory",
          List.of(
              "profile",
              "via",
              "cacert",
              "cert",
              "key",
              "manifest",
              "unit",
              "clientPort",
              "certificates"),
          Map.of(
              "endpoints", "members are found through the hosts: list them under `hosts`",
              "ca", "did you mean `cacert`?",
              "dataDir", FOUND,
              "data-dir", FOUND,
              "manifests", FOUND,
              "environmentFile", FOUND,
              "peerPort", FOUND));
  static final Vocabulary CERTIFICATES =
      Vocabulary.of("certificates", "inventory", "cacert", "cert", "key");
  static final Vocabulary HOST =
      new Vocabulary(
          "a host",
          "inventory",
          List.of("address", "groups", "ssh"),
          Map.of(
              "ansible_host", "here that is `address`",
              "ip", "here that is `address`",
              "hostname", "the name is the key of the host; `address` is where it is reached",
              "group", "did you mean `groups`?",
              "user", "that stands in `ssh: {user: ...}`",
              "become", "that stands in `ssh: {become: ...}`",
              "roles", "here that is `groups`"));

  /** The two ways to etcd. */
  enum Via {
    SSH,
    DIRECT
  }

  private final SourceFile file;
  private final Node root;
  private final List<Diagnostic> findings = new ArrayList<>();

  OwnInventory(SourceFile file, Node root) {
    this.file = file;
    this.root = root;
  }

  Checked<Inventory> read() {
    MappingReader top = MappingReader.of(root, TOP, findings);
    if (!(root instanceof Mapping)) {
      return Checked.failed(findings);
    }
    top.require("apiVersion", "kind", "cluster", "hosts");
    literal(top, "apiVersion", API_VERSION);
    literal(top, "kind", "Inventory");
    Optional<String> cluster =
        top.node("cluster")
            .map(node -> MappingReader.of(node, CLUSTER, findings).require("name"))
            .flatMap(reader -> name(reader, "name"));
    Optional<Inventory.LabName> lab =
        top.node("lab")
            .map(node -> MappingReader.of(node, LAB, findings).require("namespace"))
            .flatMap(reader -> reader.scalar("namespace"))
            .map(Scalar::text)
            .map(Inventory.LabName::new);
    SshSettings ssh = top.node("ssh").map(this::ssh).orElse(SshSettings.none());
    EtcdSettings etcd = top.node("etcd").map(this::etcd).orElse(EtcdSettings.of(Profile.KUBEADM));
    List<Host> hosts = top.node("hosts").map(node -> hosts(node, ssh)).orElse(List.of());
    findings.addAll(InventoryReader.check(hosts, file));
    return findings.stream().anyMatch(Diagnostic::isError)
        ? Checked.failed(findings)
        : Checked.of(new Inventory(cluster.orElseThrow(), etcd, hosts, lab, file), findings);
  }

  private void literal(MappingReader top, String key, String wanted) {
    Optional<Scalar> scalar = top.scalar(key);
    if (scalar.isPresent() && !scalar.get().text().equals(wanted)) {
      findings.add(
          Diagnostic.error(
              "inventory.wrong-" + (key.equals("kind") ? "kind" : "version"),
              scalar.get().range(),
              "`" + key + "` of an inventory is `" + wanted + "`"));
    }
  }

  private Optional<String> name(MappingReader reader, String key) {
    Optional<Scalar> scalar = reader.scalar(key);
    if (scalar.isPresent() && !HostName.isValid(scalar.get().text())) {
      findings.add(
          Diagnostic.error(
              "inventory.bad-name",
              scalar.get().range(),
              "a name has letters, digits, dots, dashes and underscores"));
      return Optional.empty();
    }
    return scalar.map(Scalar::text);
  }

  private SshSettings ssh(Node node) {
    MappingReader reader = MappingReader.of(node, SSH, findings);
    return new SshSettings(
        reader.text("user"),
        reader.word("become", SshSettings.Become.class),
        reader.whole("port", 1, 65535),
        reader.scalars("identityFiles").stream().map(Scalar::text).toList(),
        reader.text("knownHosts"));
  }

  private EtcdSettings etcd(Node node) {
    MappingReader reader = MappingReader.of(node, ETCD, findings);
    Optional<Via> via = reader.word("via", Via.class);
    Access access = new Access.ThroughSsh();
    if (via.equals(Optional.of(Via.DIRECT))) {
      reader.require("cacert", "cert", "key");
      access =
          new Access.Direct(
              reader.text("cacert").orElse(""),
              reader.text("cert").orElse(""),
              reader.text("key").orElse(""));
    } else {
      for (String key : List.of("cacert", "cert", "key")) {
        if (reader.has(key)) {
          findings.add(
              Diagnostic.error(
                      "inventory.needless-key",
                      reader.range(key),
                      "`" + key + "` is only for `via: direct`")
                  .hint(
                      "over SSH the certificates of the host are used; `certificates` says where"));
        }
      }
    }
    return new EtcdSettings(
        reader.word("profile", Profile.class).orElse(Profile.KUBEADM), access, places(reader));
  }

  private Places places(MappingReader reader) {
    return new Places(
        manifest(reader),
        reader.text("unit"),
        reader.whole("clientPort", 1, 65535),
        reader.node("certificates").map(this::certificates));
  }

  private Optional<String> manifest(MappingReader reader) {
    Optional<String> name = reader.text("manifest");
    if (name.filter(text -> text.contains("/")).isPresent()) {
      findings.add(
          Diagnostic.error(
                  "inventory.not-a-name",
                  reader.range("manifest"),
                  "`manifest` is the name of a file, and this is a path")
              .hint("the folder is the kubelet's; write only `etcd-events.yaml`"));
    }
    return name;
  }

  private Certificates certificates(Node node) {
    MappingReader reader =
        MappingReader.of(node, CERTIFICATES, findings).require("cacert", "cert", "key");
    return new Certificates(
        reader.text("cacert").orElse(""),
        reader.text("cert").orElse(""),
        reader.text("key").orElse(""));
  }

  private List<Host> hosts(Node node, SshSettings defaults) {
    if (!(node instanceof Mapping mapping)) {
      findings.add(
          Diagnostic.error(
                  "inventory.wrong-type",
                  node.range(),
                  "`hosts` is a map from names to hosts, and this is " + node.kind())
              .hint("write `cp1: {address: 10.0.0.1, groups: [etcd]}`"));
      return List.of();
    }
    List<Host> hosts = new ArrayList<>();
    for (Mapping.Entry entry : mapping.entries()) {
      MappingReader reader = MappingReader.of(entry.value(), HOST, findings).require("address");
      Optional<String> address = address(reader);
      Set<GroupName> groups = groups(reader);
      SshSettings ssh = reader.node("ssh").map(this::ssh).orElse(SshSettings.none());
      if (!HostName.isValid(entry.name()) || entry.name().equals("leader")) {
        findings.add(
            Diagnostic.error(
                "inventory.bad-name",
                entry.key().range(),
                "`" + entry.name() + "` cannot be the name of a host"));
      } else if (address.isPresent()) {
        HostName name = new HostName(entry.name());
        hosts.add(new Host(name, address.get(), groups, ssh.orElse(defaults), entry.key().range()));
      }
    }
    if (mapping.entries().isEmpty()) {
      findings.add(
          Diagnostic.error("inventory.no-hosts", node.range(), "the inventory has no hosts"));
    }
    return hosts;
  }

  private Optional<String> address(MappingReader reader) {
    Optional<Scalar> scalar = reader.scalar("address");
    if (scalar.isPresent() && !Address.isValid(scalar.get().text())) {
      String text = scalar.get().text();
      Diagnostic finding =
          Diagnostic.error(
              "inventory.bad-address",
              scalar.get().range(),
              "`" + text + "` is neither an IP address nor a host name");
      findings.add(
          text.matches("[^:]+:[0-9]+")
              ? finding.hint("the port stands in `ssh: {port: ...}`")
              : finding);
      return Optional.empty();
    }
    return scalar.map(Scalar::text);
  }

  private Set<GroupName> groups(MappingReader reader) {
    Set<GroupName> groups = new TreeSet<>();
    for (Scalar scalar : reader.scalars("groups")) {
      if (!GroupName.isValid(scalar.text()) || scalar.text().equals("leader")) {
        findings.add(
            Diagnostic.error(
                "inventory.bad-name",
                scalar.range(),
                "`" + scalar.text() + "` cannot be the name of a group"));
      } else if (!groups.add(new GroupName(scalar.text()))) {
        findings.add(
            Diagnostic.error(
                "inventory.duplicate-group",
                scalar.range(),
                "the group `" + scalar.text() + "` stands twice"));
      }
    }
    return groups;
  }
}
