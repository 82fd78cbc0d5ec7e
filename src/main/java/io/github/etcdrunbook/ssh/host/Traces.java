package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.Incarnation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the traces script saw: ports that something listens on, and processes that hold the database
 * file. Pure; immutable.
 */
record Traces(Set<Integer> listening, List<Integer> holders) {
  /** Copies. */
  Traces {
    listening = Set.copyOf(listening);
    holders = List.copyOf(holders);
  }

  /** Reads what the script printed. */
  static Traces read(String output) {
    Set<Integer> ports = new TreeSet<>();
    List<Integer> holders = new ArrayList<>();
    for (Section section : Section.all(output)) {
      for (String line : section.lines()) {
        if (section.title().equals("listening") && line.matches("[0-9A-F]+:[0-9A-F]{4}")) {
          ports.add(Integer.parseInt(line.substring(line.indexOf(':') + 1), 16));
        } else if (section.title().equals("holders") && line.matches("[0-9]{1,9}")) {
          holders.add(Integer.parseInt(line));
        }
      }
    }
    return new Traces(ports, holders);
  }

  /** What of these keeps a unit with those ports from being gone, as lives without a name. */
  List<Incarnation> remains(List<Integer> ports) {
    List<Incarnation> remains = new ArrayList<>();
    holders.forEach(
        pid -> remains.add(new Incarnation("pid " + pid + " holds the database", 0, "")));
    ports.stream()
        .filter(listening::contains)
        .forEach(port -> remains.add(new Incarnation("port " + port + " is still open", 0, "")));
    return List.copyOf(remains);
  }
}
