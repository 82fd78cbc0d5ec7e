package io.github.etcdrunbook.ssh.host;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Who is connected to a port of the host, from the kernel's tables. Connections that etcd makes to
 * itself and those that come through sshd, as this program's own do, are left out. Pure.
 */
final class ClientSockets {
  private ClientSockets() {}

  /** The addresses of clients of the port. */
  static List<String> read(String output, int port) {
    List<Section> sections = Section.all(output);
    Map<String, String> owners = new HashMap<>();
    for (String line : lines(sections, "owners")) {
      String[] columns = line.split(" ", 2);
      if (columns.length == 2) {
        owners.put(columns[0], columns[1]);
      }
    }
    List<String[]> connections = new ArrayList<>();
    Map<String, String> programs = new HashMap<>();
    for (String line : lines(sections, "connections")) {
      String[] columns = line.split(" ");
      if (columns.length == 3 && SocketEnd.is(columns[0]) && SocketEnd.is(columns[1])) {
        connections.add(columns);
        programs.put(mapped(columns[0]), owners.getOrDefault(columns[2], ""));
      }
    }
    TreeSet<String> clients = new TreeSet<>();
    for (String[] columns : connections) {
      if (new SocketEnd(columns[0]).port() == port) {
        client(new SocketEnd(columns[1]), Optional.ofNullable(programs.get(mapped(columns[1]))))
            .ifPresent(clients::add);
      }
    }
    return List.copyOf(clients);
  }

  private static Optional<String> client(SocketEnd far, Optional<String> program) {
    if (program.filter(name -> name.equals("etcd") || name.startsWith("sshd")).isPresent()) {
      return Optional.empty();
    }
    return far.address().map(InetAddress::getHostAddress);
  }

  /** An IPv4 address inside an IPv6 one as the IPv4 table has it, so that both ends are found. */
  private static String mapped(String end) {
    String prefix = "0000000000000000FFFF0000";
    return end.startsWith(prefix) ? end.substring(prefix.length()) : end;
  }

  private static List<String> lines(List<Section> sections, String title) {
    return Section.named(sections, title).map(Section::lines).orElse(List.of());
  }
}
