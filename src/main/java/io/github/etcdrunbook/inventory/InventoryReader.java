package io.github.etcdrunbook.inventory;

import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.NodePath;
import io.github.etcdrunbook.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads an inventory: our YAML, or an Ansible inventory in YAML or INI, told apart by what is in
 * the file. Pure; all problems are reported at once.
 */
public final class InventoryReader {
  private static final Pattern INI_SECTION =
      Pattern.compile("(?m)^\\s*\\[[^\\]\\n]+\\]\\s*(#.*)?$");

  /** Findings that are told with the path of keys around them: nobody reads further. */
  private static final int PATHS_MAX = 200;

  private InventoryReader() {}

  /** Reads and checks an inventory. */
  public static Checked<Inventory> read(SourceFile file) {
    if (INI_SECTION.matcher(file.text()).find()) {
      return new AnsibleIni(file).read();
    }
    Checked<Node> yaml = YamlReader.read(file);
    Checked<Inventory> inventory =
        yaml.then(
            root ->
                isAnsible(root)
                    ? new AnsibleYaml(file, root).read()
                    : new OwnInventory(file, root).read());
    List<Diagnostic> placed = new ArrayList<>();
    for (Diagnostic finding : inventory.diagnostics()) {
      placed.add(
          yaml.value()
              .filter(root -> placed.size() < PATHS_MAX)
              .flatMap(root -> NodePath.of(root, finding.range()))
              .map(finding::within)
              .orElse(finding));
    }
    return new Checked<>(inventory.value(), placed);
  }

  private static boolean isAnsible(Node root) {
    if (!(root instanceof Mapping mapping)
        || mapping.get("apiVersion").isPresent()
        || mapping.get("kind").isPresent()) {
      return false;
    }
    return mapping.get("all").isPresent()
        || (!mapping.entries().isEmpty()
            && mapping.entries().stream()
                .allMatch(
                    entry ->
                        entry.value() instanceof Mapping group
                            && group.names().stream()
                                .allMatch(List.of("hosts", "children", "vars")::contains)));
  }

  /** What no inventory may have, whatever it was written in. */
  static List<Diagnostic> check(List<Host> hosts, SourceFile file) {
    List<Diagnostic> findings = new ArrayList<>();
    Map<String, Host> byAddress = new HashMap<>();
    for (Host host : hosts) {
      Host first = byAddress.putIfAbsent(host.address(), host);
      if (first != null) {
        findings.add(
            Diagnostic.error(
                    "inventory.duplicate-address",
                    host.range(),
                    "`"
                        + host.name()
                        + "` and `"
                        + first.name()
                        + "` have the same address "
                        + host.address())
                .related(first.range(), "`" + first.name() + "` is here"));
      }
    }
    if (!hosts.isEmpty() && hosts.stream().noneMatch(host -> host.isIn(GroupName.ETCD))) {
      findings.add(
          Diagnostic.error(
                  "inventory.no-etcd-hosts", file.range(0, 0), "no host is in the group `etcd`")
              .hint("name the hosts that run a member: `groups: [etcd, control_plane]`"));
    }
    return findings;
  }
}
