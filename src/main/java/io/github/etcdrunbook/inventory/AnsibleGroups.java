package io.github.etcdrunbook.inventory;

import io.github.etcdrunbook.inventory.EtcdSettings.Profile;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.source.SourceRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What both forms of Ansible inventories are made of: hosts, groups of hosts and groups, variables.
 * Of the variables only those are used that say how a host is reached and how etcd runs; a variable
 * of a host goes before one of its groups, and that before one of all.
 */
final class AnsibleGroups {
  private static final Set<String> CONTROL_PLANES =
      Set.of("kube_control_plane", "kube-master", "kube_master", "masters", "control-plane");

  /** A host name as written, or a variable. */
  record Written(String text, SourceRange range) {}

  private static final class Group {
    private final Set<String> hosts = new LinkedHashSet<>();
    private final Map<String, SourceRange> children = new LinkedHashMap<>();
    private final Map<String, Written> variables = new LinkedHashMap<>();
  }

  private final SourceFile file;
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<String, SourceRange> hosts = new LinkedHashMap<>();
  private final Map<String, Map<String, Written>> hostVariables = new LinkedHashMap<>();
  private final List<Diagnostic> findings = new ArrayList<>();

  AnsibleGroups(SourceFile file) {
    this.file = file;
  }

  List<Diagnostic> findings() {
    return findings;
  }

  void group(String name) {
    groups.computeIfAbsent(name, unused -> new Group());
  }

  void host(String group, String name, SourceRange range) {
    groups.computeIfAbsent(group, unused -> new Group()).hosts.add(name);
    hosts.putIfAbsent(name, range);
    hostVariables.computeIfAbsent(name, unused -> new LinkedHashMap<>());
  }

  void hostVariable(String host, String name, Written value) {
    hostVariables.computeIfAbsent(host, unused -> new LinkedHashMap<>()).put(name, value);
  }

  void child(String group, String child, SourceRange range) {
    groups.computeIfAbsent(group, unused -> new Group()).children.put(child, range);
  }

  void groupVariable(String group, String name, Written value) {
    groups.computeIfAbsent(group, unused -> new Group()).variables.put(name, value);
  }

  Checked<Inventory> inventory() {
    groups.forEach(
        (name, group) ->
            group.children.forEach(
                (child, range) -> {
                  if (!groups.containsKey(child)) {
                    findings.add(
                        Diagnostic.error(
                            "inventory.unknown-group",
                            range,
                            "`" + name + "` has the child `" + child + "`, which is no group"));
                  }
                }));
    List<Host> read = new ArrayList<>();
    hosts.forEach((name, range) -> host(name, range).ifPresent(read::add));
    if (read.isEmpty() && findings.isEmpty()) {
      findings.add(
          Diagnostic.error("inventory.no-hosts", file.range(0, 0), "the inventory has no hosts"));
    }
    findings.addAll(InventoryReader.check(read, file));
    return findings.stream().anyMatch(Diagnostic::isError)
        ? Checked.failed(findings)
        : Checked.of(
            new Inventory(clusterName(), EtcdSettings.of(profile()), read, Optional.empty(), file),
            findings);
  }

  private Optional<Host> host(String name, SourceRange range) {
    String address =
        variable(name, "ansible_host")
            .or(() -> variable(name, "ansible_ssh_host"))
            .map(Written::text)
            .orElse(name);
    if (!HostName.isValid(name) || !Address.isValid(address)) {
      findings.add(
          Diagnostic.error(
              HostName.isValid(name) ? "inventory.bad-address" : "inventory.bad-name",
              range,
              "`" + name + "` at `" + address + "` cannot be a host"));
      return Optional.empty();
    }
    return Optional.of(new Host(new HostName(name), address, groupsOf(name), ssh(name), range));
  }

  private SshSettings ssh(String host) {
    Optional<SshSettings.Become> become =
        variable(host, "ansible_become")
            .map(value -> Set.of("true", "yes", "True", "1").contains(value.text()))
            .map(wanted -> wanted ? SshSettings.Become.SUDO : SshSettings.Become.NONE);
    List<String> keys =
        variable(host, "ansible_ssh_private_key_file").map(Written::text).stream().toList();
    return new SshSettings(
        variable(host, "ansible_user")
            .or(() -> variable(host, "ansible_ssh_user"))
            .map(Written::text),
        become,
        variable(host, "ansible_port")
            .or(() -> variable(host, "ansible_ssh_port"))
            .flatMap(this::port),
        keys,
        Optional.empty());
  }

  private Optional<Integer> port(Written value) {
    if (value.text().matches("[0-9]{1,5}")) {
      return Optional.of(Integer.parseInt(value.text()));
    }
    findings.add(
        Diagnostic.error(
            "inventory.wrong-type", value.range(), "`" + value.text() + "` is no port"));
    return Optional.empty();
  }

  private Set<GroupName> groupsOf(String host) {
    Set<GroupName> names = new TreeSet<>();
    groups.forEach(
        (name, group) -> {
          if (!name.equals("all")
              && GroupName.isValid(name)
              && holds(name, host, new HashSet<>())) {
            names.add(new GroupName(name));
            if (CONTROL_PLANES.contains(name)) {
              names.add(GroupName.CONTROL_PLANE);
            }
          }
        });
    return names;
  }

  private boolean holds(String name, String host, Set<String> visited) {
    Group group = groups.get(name);
    return group != null
        && visited.add(name)
        && (group.hosts.contains(host)
            || group.children.keySet().stream().anyMatch(child -> holds(child, host, visited)));
  }

  private Optional<Written> variable(String host, String name) {
    Written own = hostVariables.getOrDefault(host, Map.of()).get(name);
    if (own != null) {
      return Optional.of(own);
    }
    Optional<Written> ofGroup =
        groups.entrySet().stream()
            .filter(group -> !group.getKey().equals("all"))
            .filter(group -> group.getValue().variables.containsKey(name))
            .filter(group -> holds(group.getKey(), host, new HashSet<>()))
            .map(group -> group.getValue().variables.get(name))
            .findFirst();
    return ofGroup.or(() -> ofAll(name));
  }

  private Optional<Written> ofAll(String name) {
    return Optional.ofNullable(groups.get("all")).map(all -> all.variables.get(name));
  }

  private String clusterName() {
    return ofAll("cluster_name")
        .map(Written::text)
        .filter(HostName::isValid)
        .or(() -> folder().filter(HostName::isValid))
        .orElse("cluster");
  }

  /** Kubespray keeps each cluster in a folder of its own: {@code inventory/NAME/hosts.yaml}. */
  private Optional<String> folder() {
    String[] parts = file.path().split("/", -1);
    return parts.length > 1 ? Optional.of(parts[parts.length - 2]) : Optional.empty();
  }

  /** Kubespray runs etcd as a unit unless told otherwise. */
  private Profile profile() {
    Optional<String> told =
        groups.values().stream()
            .map(group -> group.variables.get("etcd_deployment_type"))
            .filter(value -> value != null)
            .map(Written::text)
            .findFirst();
    boolean kubespray = groups.containsKey("k8s_cluster") || groups.containsKey("k8s-cluster");
    if (told.isPresent()) {
      return told.get().equals("kubeadm") ? Profile.KUBEADM : Profile.SYSTEMD;
    }
    return kubespray ? Profile.SYSTEMD : Profile.KUBEADM;
  }
}
