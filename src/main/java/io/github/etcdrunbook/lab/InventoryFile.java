package io.github.etcdrunbook.lab;

import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

/**
 * Writes the inventories of a lab: one that logs in as root, one as ops with sudo. Beside what
 * every inventory has, {@code lab.namespace} names the operator's namespace and {@code ssh} the
 * lab's key and known hosts.
 */
final class InventoryFile {
  private final LabFolder folder;
  private final String lab;
  private final Profile profile;

  InventoryFile(LabFolder folder, String lab, Profile profile) {
    this.folder = folder;
    this.lab = lab;
    this.profile = profile;
  }

  void write(List<LabHost> hosts) throws IOException {
    Files.writeString(folder.inventory(), text(hosts, "user: root"));
    Files.writeString(
        folder.inventoryOfOps(), text(hosts, "user: " + SharedLayer.OPS + ", become: sudo"));
  }

  private String text(List<LabHost> hosts, String user) {
    StringBuilder text =
        new StringBuilder(
            """
            # Written by `etcd-runbook lab up`; goes with the lab.
            apiVersion: etcd-runbook/v1
            kind: Inventory
            cluster: {name: lab-%s}
            lab: {namespace: "%s"}
            ssh: {%s, identityFiles: ["%s"], knownHosts: "%s"}
            etcd: {profile: %s}
            hosts:
            """
                .formatted(
                    lab,
                    folder.operatorNamespace(),
                    user,
                    folder.identity(),
                    folder.knownHosts(),
                    profile.name().toLowerCase(Locale.ROOT)));
    for (LabHost host : hosts) {
      String groups = host.bare() ? "spare" : "etcd, control_plane";
      text.append(
          "  %s: {address: %s, groups: [%s]}\n".formatted(host.name(), host.address(), groups));
    }
    return text.toString();
  }
}
