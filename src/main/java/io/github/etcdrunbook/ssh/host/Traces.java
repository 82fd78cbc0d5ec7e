package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.Incarnation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the traces script saw: where something listens, and processes that hold the database file.
 * Pure; immutable.
 */
record Traces(Set<SocketEnd> listening, List<Integer> holders) {
  /** Copies. */
  Traces {
    listening = Set.copyOf(listening);
    holders = List.copyOf(holders);
  }

  /** Reads what the script printed. */
  static Traces read(String output) {
    Set<SocketEnd> ends = new LinkedHashSet<>();
    List<Integer> holders = new ArrayList<>();
    for (Section section : Section.all(output)) {
      for (String line : section.lines()) {
        if (section.title().equals("listening") && SocketEnd.is(line)) {
          ends.add(new SocketEnd(line));
        } else if (section.title().equals("holders") && line.matches("[0-9]{1,9}")) {
          holders.add(Integer.parseInt(line));
        }
      }
    }
    return new Traces(ends, holders);
  }

  /** Whether something listens at this door. */
  boolean opens(SocketEnd.Door door) {
    return listening.stream().anyMatch(end -> end.mayBe(door));
  }

  /** What of these keeps a unit with those doors from being gone, as lives without a name. */
  List<Incarnation> remains(List<SocketEnd.Door> doors) {
    List<Incarnation> remains = new ArrayList<>();
    holders.forEach(
        pid -> remains.add(new Incarnation("pid " + pid + " holds the database", 0, "")));
    doors.stream()
        .filter(this::opens)
        .map(SocketEnd.Door::port)
        .distinct()
        .forEach(port -> remains.add(new Incarnation("port " + port + " is still open", 0, "")));
    return List.copyOf(remains);
  }
}
