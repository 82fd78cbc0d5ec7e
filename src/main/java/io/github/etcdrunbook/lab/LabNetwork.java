package io.github.etcdrunbook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The network of a lab: a namespace for the operator's side, with the bridge in it, and one for
 * each host. Nothing of it exists in the machine's own namespace, and no packet leaves it.
 */
final class LabNetwork {
  private static final String BRIDGE = "lab0";

  private final LabFolder folder;

  LabNetwork(LabFolder folder) {
    this.folder = folder;
  }

  /** Makes namespaces, bridge and cables. The operator has address 1 of the network. */
  void create(String operatorAddress, List<LabHost> hosts) throws IOException {
    NetworkNamespace.create(folder.operatorNamespace());
    for (LabHost host : hosts) {
      NetworkNamespace.create(folder.namespace(host));
    }
    List<String> commands = new ArrayList<>();
    commands.add("link add " + BRIDGE + " type bridge forward_delay 0 stp_state 0");
    commands.add("addr add " + operatorAddress + "/24 dev " + BRIDGE);
    commands.add("link set " + BRIDGE + " up");
    for (LabHost host : hosts) {
      String cable = cable(host);
      String there = folder.namespace(host).toString();
      commands.add("link add " + cable + " type veth peer name eth0 netns " + there);
      commands.add("link set " + cable + " master " + BRIDGE + " up");
    }
    NetworkNamespace.ip(folder.operatorNamespace(), commands);
    for (LabHost host : hosts) {
      NetworkNamespace.ip(
          folder.namespace(host),
          List.of("addr add " + host.address() + "/24 dev eth0", "link set eth0 up"));
    }
  }

  void cable(LabHost host, boolean plugged) throws IOException {
    NetworkNamespace.ip(
        folder.operatorNamespace(),
        List.of("link set " + cable(host) + (plugged ? " up" : " down")));
  }

  /**
   * Cuts a host off from its peers and from nothing else: packets of port 2380 are dropped in both
   * directions. The rules must come before the one for local addresses, which is moved for that.
   */
  void cutPeers(LabHost host) throws IOException {
    NetworkNamespace.ip(
        folder.namespace(host),
        List.of(
            "rule add pref 30 lookup local",
            "rule del pref 0",
            "rule add pref 10 ipproto tcp dport 2380 blackhole",
            "rule add pref 11 ipproto tcp sport 2380 blackhole"));
  }

  void joinPeers(LabHost host) throws IOException {
    NetworkNamespace.ip(
        folder.namespace(host),
        List.of(
            "rule add pref 0 lookup local",
            "rule del pref 10",
            "rule del pref 11",
            "rule del pref 30"));
  }

  /** Removes what there is of it, from any state. */
  void remove() throws IOException {
    if (NetworkNamespace.isMounted(folder.operatorNamespace())) {
      // A process that is still inside would keep the namespace, but not the bridge.
      String inside = "--net=" + folder.operatorNamespace();
      Tool.run(List.of("nsenter", inside, "ip", "link", "del", BRIDGE), "");
    }
    if (!Files.isDirectory(folder.namespaces())) {
      return;
    }
    try (Stream<Path> files = Files.list(folder.namespaces())) {
      for (Path file : files.toList()) {
        NetworkNamespace.release(file);
      }
    }
  }

  private static String cable(LabHost host) {
    return "v-" + host.name();
  }
}
