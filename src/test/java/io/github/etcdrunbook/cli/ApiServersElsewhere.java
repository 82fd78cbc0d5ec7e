package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.lab.LabHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Moves the control plane of a lab of units from the hosts of etcd to its bare hosts, in the world
 * and in the inventories.
 */
final class ApiServersElsewhere {
  private static final List<String> MANIFESTS =
      List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler");

  private static final int LOOKS = 100;
  private static final int LOOK_MS = 400;

  private ApiServersElsewhere() {}

  static void move(RestoreLab lab) throws IOException, InterruptedException, LabException {
    List<LabHost> members = hosts(lab, false);
    List<LabHost> others = hosts(lab, true);
    for (int at = 0; at < others.size(); at++) {
      give(lab, members.get(at), others.get(at));
    }
    for (LabHost member : members) {
      for (String name : MANIFESTS) {
        lab.on(member.name(), "rm " + path(name));
      }
    }
    for (LabHost member : members) {
      lab.on(
          member.name(),
          "for i in $(seq 300); do [ -z \"$(crictl ps -q)\" ] && exit; sleep 0.2; done; exit 1");
    }
    for (Path inventory : List.of(lab.lab().inventory(), lab.lab().inventoryOfOps())) {
      Files.writeString(
          inventory,
          Files.readString(inventory)
              .replace("groups: [etcd, control_plane]", "groups: [etcd]")
              .replace("groups: [spare]", "groups: [control_plane]"));
    }
    awaitLeases(lab, others.size());
  }

  /** The leases of API servers that are gone end after 15 seconds. */
  private static void awaitLeases(RestoreLab lab, int wanted)
      throws IOException, InterruptedException, LabException {
    long count = -1;
    for (int look = 0; look < LOOKS && count != wanted; look++) {
      Thread.sleep(LOOK_MS);
      count =
          lab.etcdctl("get", "/registry/masterleases/", "--prefix", "--keys-only")
              .at("/count")
              .asLong();
    }
    assertEquals(wanted, count, "leases of API servers");
  }

  private static List<LabHost> hosts(RestoreLab lab, boolean bare)
      throws IOException, LabException {
    return lab.lab().hosts().stream().filter(host -> host.bare() == bare).toList();
  }

  private static String path(String name) {
    return "/etc/kubernetes/manifests/" + name + ".yaml";
  }

  /** The API server there is a client of the etcd here, over the network. */
  private static void give(RestoreLab lab, LabHost from, LabHost to)
      throws IOException, LabException {
    for (String name : MANIFESTS) {
      String text =
          lab.on(from.name(), "cat " + path(name))
              .replace(from.address(), to.address())
              .replace("node-" + from.name(), "node-" + to.name())
              .replace(
                  "--etcd-servers=https://127.0.0.1:2379",
                  "--etcd-servers=https://" + from.address() + ":2379");
      lab.on(to.name(), "cat >" + path(name) + " <<'END'\n" + text + "\nEND");
    }
  }
}
