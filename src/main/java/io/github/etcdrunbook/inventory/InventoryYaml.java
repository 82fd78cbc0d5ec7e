package io.github.etcdrunbook.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An inventory as text of our own format: what was read from Ansible's, to go on with. Read again,
 * it says the same. Pure.
 */
public final class InventoryYaml {
  private InventoryYaml() {}

  /** The text. */
  public static String of(Inventory inventory) {
    StringBuilder text = new StringBuilder();
    text.append("apiVersion: ").append(OwnInventory.API_VERSION).append('\n');
    text.append("kind: Inventory\n");
    text.append("cluster: {name: ").append(word(inventory.cluster())).append("}\n");
    inventory
        .lab()
        .ifPresent(lab -> text.append("lab: {namespace: " + word(lab.namespace()) + "}\n"));
    List<SshSettings> ways = inventory.hosts().stream().map(Host::ssh).distinct().toList();
    Optional<String> shared = ways.size() == 1 ? ssh(ways.getFirst()) : Optional.empty();
    shared.ifPresent(all -> text.append("ssh: ").append(all).append('\n'));
    String profile = inventory.etcd().profile().name().toLowerCase(Locale.ROOT);
    text.append("etcd: {profile: ").append(profile).append("}\n");
    text.append("hosts:\n");
    for (Host host : inventory.hosts()) {
      text.append("  ").append(word(host.name().text())).append(": {address: ");
      text.append(word(host.address())).append(", groups: [");
      text.append(String.join(", ", host.groups().stream().map(GroupName::text).toList()));
      text.append(']');
      if (shared.isEmpty()) {
        ssh(host.ssh()).ifPresent(own -> text.append(", ssh: ").append(own));
      }
      text.append("}\n");
    }
    return text.toString();
  }

  private static Optional<String> ssh(SshSettings ssh) {
    List<String> parts = new ArrayList<>();
    ssh.user().ifPresent(user -> parts.add("user: " + word(user)));
    ssh.become().ifPresent(how -> parts.add("become: " + how.name().toLowerCase(Locale.ROOT)));
    ssh.port().ifPresent(port -> parts.add("port: " + port));
    if (!ssh.identityFiles().isEmpty()) {
      List<String> files = ssh.identityFiles().stream().map(InventoryYaml::word).toList();
      parts.add("identityFiles: [" + String.join(", ", files) + "]");
    }
    ssh.knownHosts().ifPresent(file -> parts.add("knownHosts: " + word(file)));
    return parts.isEmpty() ? Optional.empty() : Optional.of("{" + String.join(", ", parts) + "}");
  }

  private static String word(String text) {
    return text.matches("[A-Za-z0-9/][A-Za-z0-9._/-]*")
        ? text
        : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
