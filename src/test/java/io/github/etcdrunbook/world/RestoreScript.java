package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The effects of a restore from a snapshot, written by hand in the order of the procedure. */
final class RestoreScript {
  static final String FILE = "/var/lib/etcd-runbook/" + Rehearsal.RUN + "/snapshot.db";
  static final String STAGED = "/var/lib/etcd.restore-" + Rehearsal.RUN;
  static final String KEPT = "/var/lib/etcd.before-" + Rehearsal.RUN;
  static final String DATA = "/var/lib/etcd";
  static final long BUMP = 1_000_000_000L;

  private final List<HostName> hosts;
  private final SnapshotFacts facts;
  private final NewCluster cluster;
  private final Reader reader;

  RestoreScript(Reader reader) {
    this.reader = reader;
    this.hosts =
        reader.etcdHosts().stream()
            .filter(host -> reader.host(host).seen().flatMap(HostReader::etcd).isPresent())
            .toList();
    this.facts = reader.operator().snapshot(SlowWorldBuilder.SNAPSHOT).seen().orElseThrow();
    List<Member> members = new ArrayList<>();
    String token = "restore-prod-" + Rehearsal.RUN;
    for (HostName host : hosts) {
      EtcdLayout layout = layout(host);
      members.add(
          new Member(
              IdPrediction.member(layout.peerUrls(), token),
              layout.member(),
              layout.peerUrls(),
              List.of(),
              false));
    }
    ClusterId id = IdPrediction.cluster(members.stream().map(Member::id).toList());
    this.cluster = new NewCluster(token, id, members, BUMP);
  }

  private EtcdLayout layout(HostName host) {
    return reader.host(host).seen().orElseThrow().etcd().orElseThrow();
  }

  NewCluster cluster() {
    return cluster;
  }

  SnapshotFacts facts() {
    return facts;
  }

  Effect put(HostName host) {
    return new Effect.PutFile(host, FILE, facts.path(), facts.sha256(), Owner.rootOnly(0600));
  }

  Effect restore(HostName host) {
    EtcdLayout layout = layout(host);
    RestoreTool tool = reader.host(host).seen().orElseThrow().restoreTool().orElseThrow();
    return new Effect.RestoreSnapshot(
        host,
        tool,
        new Effect.RestoreSnapshot.Source(FILE, facts),
        new Effect.RestoreSnapshot.Target(
            STAGED, layout.directories().owner(), layout.member(), cluster, false));
  }

  List<Effect> stage() {
    List<Effect> effects = new ArrayList<>();
    hosts.forEach(host -> effects.add(put(host)));
    hosts.forEach(host -> effects.add(restore(host)));
    return effects;
  }

  List<Effect> stop(Unit unit) {
    List<Effect> effects = new ArrayList<>();
    for (HostName host : hosts) {
      effects.add(Rehearsal.stop(host, unit));
      effects.add(Rehearsal.gone(host, unit));
    }
    return effects;
  }

  List<Effect> swap() {
    List<Effect> effects = new ArrayList<>();
    for (HostName host : hosts) {
      effects.add(new Effect.Move(host, DATA, KEPT));
      effects.add(new Effect.Move(host, STAGED, DATA));
    }
    return effects;
  }

  List<Effect> start(Unit unit) {
    List<Effect> effects = new ArrayList<>();
    for (HostName host : hosts) {
      effects.add(Rehearsal.start(host, unit));
      effects.add(Rehearsal.ready(host, unit));
    }
    return effects;
  }

  Effect formed() {
    return new Effect.Await(new Condition.Formed(hosts, cluster), Duration.ofMinutes(2));
  }

  List<Effect> all() {
    List<Effect> effects = new ArrayList<>(stage());
    effects.addAll(stop(Unit.KUBE_APISERVER));
    effects.addAll(stop(Unit.ETCD));
    effects.addAll(swap());
    effects.addAll(start(Unit.ETCD));
    effects.add(formed());
    effects.add(new Effect.WriteProbe(Rehearsal.CP1, "etcd-runbook/probe"));
    effects.addAll(start(Unit.KUBE_APISERVER));
    return effects;
  }
}
