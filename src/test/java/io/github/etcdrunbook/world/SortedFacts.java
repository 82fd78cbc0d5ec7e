package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What a reader shows of a world, as text that can be compared between the forecast and the slow
 * world: without what drifts, which life of a process it is, and who happens to lead.
 */
record SortedFacts(SortedMap<String, String> facts) {
  private static final String UNKNOWN = "known later";

  private static final List<String> PATHS =
      List.of(
          RestoreScript.DATA,
          RestoreScript.DATA + "/member",
          RestoreScript.DATA + "/member/snap/db",
          RestoreScript.KEPT,
          RestoreScript.STAGED,
          RestoreScript.STAGED + "/member/wal",
          RestoreScript.FILE);

  static SortedFacts settled(Reader reader) {
    SortedMap<String, String> facts = new TreeMap<>();
    for (HostName name : reader.hosts()) {
      reader.host(name).seen().ifPresent(host -> host(host, facts));
    }
    List<HashAt> hashes = new ArrayList<>();
    for (HostName name : reader.etcdHosts()) {
      etcd(name, reader.etcd(), facts);
      Optional<Value<HashAt>> hash = reader.etcd().hash(name, 0).seen();
      hash.flatMap(Value::known).ifPresent(hashes::add);
    }
    facts.put("different hashes", String.valueOf(hashes.stream().distinct().count()));
    return new SortedFacts(facts);
  }

  private static void host(HostReader host, SortedMap<String, String> facts) {
    for (Unit unit : Unit.values()) {
      UnitState state = host.unit(unit);
      facts.put(
          host.name() + " " + unit,
          state.defined()
              + " "
              + state.startable()
              + " "
              + state.parkedBy()
              + " "
              + state.running().isPresent()
              + " "
              + host.ready(unit));
    }
    for (String path : PATHS) {
      facts.put(host.name() + " " + path, path(host.path(path)) + " " + host.list(path));
    }
    facts.put(host.name() + " snapshot", host.digest(RestoreScript.FILE).toString());
    facts.put(host.name() + " free", host.freeBytes("/var/lib").toString());
    facts.put(host.name() + " clients", host.etcdClients().toString());
    facts.put(host.name() + " nodes", told(() -> host.nodes().ready()));
    facts.put(host.name() + " peer port", String.valueOf(host.reaches("10.0.0.1", 2380)));
  }

  private static String path(PathState state) {
    return switch (state) {
      case PathState.RegularFile file -> "file " + file.owner();
      case PathState.Directory directory -> directory.toString();
      case PathState.Absent ignored -> "absent";
      case PathState.Other other -> other.what();
    };
  }

  private static void etcd(HostName name, EtcdReader etcd, SortedMap<String, String> facts) {
    facts.put(
        name + " status",
        etcd.status(name)
            .seen()
            .map(
                status ->
                    status.cluster()
                        + " "
                        + status.member()
                        + " "
                        + status.version()
                        + " "
                        + status.leader().isPresent()
                        + " "
                        + status.errors())
            .orElse("silent"));
    facts.put(name + " members", etcd.members(name).seen().toString());
    facts.put(name + " alarms", etcd.alarms(name).seen().toString());
    facts.put(name + " serves", String.valueOf(etcd.linearizable(name)));
    facts.put(
        name + " registry", etcd.count(name, "/registry/").seen().flatMap(Value::known).toString());
    facts.put(name + " uid", etcd.clusterUid(name).seen().flatMap(Value::known).toString());
  }

  private static String told(Supplier<Object> fact) {
    try {
      return fact.get().toString();
    } catch (NotYetKnown later) {
      return UNKNOWN;
    }
  }

  /** Without what the other one cannot tell. */
  SortedFacts asFarAsKnownIn(SortedFacts other) {
    SortedMap<String, String> known = new TreeMap<>(facts);
    other.facts.forEach(
        (name, fact) -> {
          if (fact.equals(UNKNOWN)) {
            known.put(name, UNKNOWN);
          }
        });
    return new SortedFacts(known);
  }

  /** One fact a line, for a readable difference. */
  String text() {
    StringBuilder text = new StringBuilder();
    facts.forEach((name, fact) -> text.append(name).append(": ").append(fact).append('\n'));
    return text.toString();
  }
}
