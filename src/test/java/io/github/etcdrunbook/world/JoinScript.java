package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The effects by which a fourth host becomes a member, and by which another leaves. */
final class JoinScript {
  static final HostName CP4 = new HostName("cp4");
  static final String URL = "https://10.0.0.4:2380";

  private JoinScript() {}

  /** Settings of the fourth host, made from those of the first. */
  static Effect.Configure configure(Reader reader) {
    HostReader first = reader.host(Rehearsal.CP1).seen().orElseThrow();
    EtcdLayout layout = first.etcd().orElseThrow();
    EtcdConfiguration theirs = first.configuration().orElseThrow();
    return new Effect.Configure(
        CP4,
        theirs.file(),
        Optional.of(
            new Effect.Configure.Setup(
                new EtcdConfiguration(
                    theirs.file(), "--initial-cluster-state=existing\n", theirs.owner()),
                new EtcdLayout(
                    "cp4",
                    layout.directories(),
                    List.of(URL),
                    List.of("https://10.0.0.4:2379"),
                    layout.localClientUrl(),
                    layout.metricsUrl(),
                    layout.settings()))));
  }

  static List<Effect> join(Reader reader) {
    Effect.Configure configure = configure(reader);
    EtcdLayout layout = configure.setup().orElseThrow().layout();
    return List.of(
        configure,
        new Effect.MemberAdd(Rehearsal.CP1, "cp4", List.of(URL)),
        new Effect.MakeFolder(CP4, layout.directories().data(), layout.directories().owner()),
        Rehearsal.start(CP4, Unit.ETCD),
        Rehearsal.ready(CP4, Unit.ETCD),
        new Effect.Await(new Condition.Joined(CP4, Rehearsal.CP1), Duration.ofMinutes(2)),
        new Effect.MemberPromote(Rehearsal.CP1, added(), List.of(URL)));
  }

  /** The id of the fourth host's member, known after it was added. */
  static Value<MemberId> added() {
    return new Value.Pending<>(Rehearsal.ref(1), "member");
  }

  /** The third host leaves: its member is removed while it runs. */
  static Effect leave(Reader reader) {
    Member third =
        reader.etcd().members(Rehearsal.CP1).seen().orElseThrow().stream()
            .filter(one -> one.name().equals("cp3"))
            .findFirst()
            .orElseThrow();
    return new Effect.MemberRemove(Rehearsal.CP1, Value.fixed(third.id()), third.peerUrls());
  }
}
