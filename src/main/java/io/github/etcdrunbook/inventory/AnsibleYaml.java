package io.github.etcdrunbook.inventory;

import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.Scalar;
import java.util.List;

/** Reads an Ansible inventory in YAML: groups with hosts, children and variables. */
final class AnsibleYaml {
  private final AnsibleGroups groups;
  private final Node root;

  AnsibleYaml(SourceFile file, Node root) {
    this.groups = new AnsibleGroups(file);
    this.root = root;
  }

  Checked<Inventory> read() {
    for (Mapping.Entry entry : entries(root, "an inventory")) {
      group(entry.name(), entry.value());
    }
    return groups.inventory();
  }

  private void group(String name, Node node) {
    groups.group(name);
    for (Mapping.Entry part : entries(node, "a group")) {
      switch (part.name()) {
        case "hosts" -> hosts(name, part.value());
        case "children" -> {
          for (Mapping.Entry child : entries(part.value(), "`children`")) {
            groups.child(name, child.name(), child.key().range());
            group(child.name(), child.value());
          }
        }
        case "vars" -> {
          for (Mapping.Entry variable : entries(part.value(), "`vars`")) {
            if (variable.value() instanceof Scalar value) {
              groups.groupVariable(name, variable.name(), written(value));
            }
          }
        }
        default -> groups.findings().add(unknown(part));
      }
    }
  }

  private static Diagnostic unknown(Mapping.Entry part) {
    return Diagnostic.error(
            "inventory.unknown-key",
            part.key().range(),
            "a group of an Ansible inventory has no key `" + part.name() + "`")
        .hint("its keys are `children`, `hosts`, `vars`");
  }

  private void hosts(String group, Node node) {
    for (Mapping.Entry host : entries(node, "`hosts`")) {
      groups.host(group, host.name(), host.key().range());
      for (Mapping.Entry variable : entries(host.value(), "a host")) {
        if (variable.value() instanceof Scalar value) {
          groups.hostVariable(host.name(), variable.name(), written(value));
        }
      }
    }
  }

  private static AnsibleGroups.Written written(Scalar value) {
    return new AnsibleGroups.Written(value.text(), value.range());
  }

  /** The entries of a map; nothing is an empty map in Ansible. */
  private Iterable<Mapping.Entry> entries(Node node, String what) {
    if (node instanceof Mapping mapping) {
      return mapping.entries();
    }
    if (!(node instanceof Scalar scalar && scalar.isNull())) {
      groups
          .findings()
          .add(
              Diagnostic.error(
                  "inventory.wrong-type",
                  node.range(),
                  what + " of an Ansible inventory is a map, and this is " + node.kind()));
    }
    return List.of();
  }
}
