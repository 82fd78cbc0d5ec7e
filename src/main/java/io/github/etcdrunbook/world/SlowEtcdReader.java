package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Looks at etcd in the slow world, with its named errors. */
record SlowEtcdReader(SlowWorld world) implements EtcdReader {
  private <T> Sight<T> ask(HostName name, BiFunction<SlowHost, SlowData, Sight<T>> question) {
    synchronized (world) {
      Optional<SlowHost> host = world.host(name);
      if (host.isEmpty() || !host.get().answers(world.now())) {
        return new Sight.Unseen<>(SlowReader.silent(name));
      }
      Optional<SlowData> data = host.get().serving();
      return data.isEmpty()
          ? new Sight.Unseen<>(
              new Failure.Unreachable("etcd of " + name + " refuses the connection"))
          : question.apply(host.get(), data.get());
    }
  }

  @Override
  public Sight<MemberStatus> status(HostName name) {
    return ask(
        name,
        (host, data) -> {
          Optional<MemberId> leader = world.members().leader(host);
          List<String> errors = new ArrayList<>();
          if (leader.isEmpty()) {
            errors.add("etcdserver: no leader");
          }
          data.alarms.stream().map(Alarm::asError).forEach(errors::add);
          return new Sight.Seen<>(
              new MemberStatus(
                  data.cluster,
                  data.self,
                  host.layout.orElseThrow().settings().version().orElse(""),
                  leader,
                  learner(data),
                  Value.drifting(
                      new MemberStatus.Progress(
                          data.revision, data.term, data.index, data.index, data.size, data.inUse)),
                  errors));
        });
  }

  private static boolean learner(SlowData data) {
    return data.members.stream().anyMatch(one -> one.id().equals(data.self) && one.learner());
  }

  @Override
  public Sight<List<Member>> members(HostName name) {
    return ask(
        name,
        (host, data) ->
            learner(data)
                ? new Sight.Unseen<>(EtcdForecastReader.notForLearner())
                : new Sight.Seen<>(data.members));
  }

  @Override
  public Sight<List<Alarm>> alarms(HostName name) {
    return ask(
        name,
        (host, data) ->
            world.members().linearizable(host)
                ? new Sight.Seen<>(List.copyOf(data.alarms))
                : new Sight.Unseen<>(EtcdForecastReader.noLeader()));
  }

  @Override
  public Sight<Space> space(HostName name) {
    return Space.of(status(name));
  }

  @Override
  public Sight<Value<Long>> compacted(HostName name) {
    return ask(name, (host, data) -> new Sight.Seen<>(Value.drifting(data.compacted)));
  }

  @Override
  public Sight<Value<HashAt>> hash(HostName name, long revision) {
    return ask(
        name,
        (host, data) -> {
          if (learner(data)) {
            return new Sight.Unseen<>(EtcdForecastReader.notForLearner());
          }
          if (revision > data.revision) {
            return new Sight.Unseen<>(EtcdForecastReader.future());
          }
          if (revision != 0 && revision < data.compacted) {
            return new Sight.Unseen<>(EtcdForecastReader.compacted());
          }
          long at = revision == 0 ? data.revision : revision;
          return new Sight.Seen<>(Value.drifting(new HashAt(at, data.compacted, data.hash(at))));
        });
  }

  @Override
  public Sight<Value<Long>> count(HostName name, String prefix) {
    return ask(
        name,
        (host, data) ->
            new Sight.Seen<>(
                Value.drifting(
                    switch (prefix) {
                      case "" -> data.seed.keys();
                      case "/registry/" -> data.seed.registryKeys();
                      default -> (long) below(prefix).size();
                    })));
  }

  @Override
  public Sight<Value<List<String>>> keys(HostName name, String prefix, int limit) {
    return ask(
        name,
        (host, data) ->
            new Sight.Seen<>(Value.drifting(below(prefix).stream().limit(limit).toList())));
  }

  /** Contents are not modelled: as if every revision since were a new key. */
  @Override
  public Sight<Value<Loss>> loss(List<HostName> hosts, String snapshot) {
    long before =
        Optional.ofNullable(world.operatorFiles.get(snapshot))
            .flatMap(SlowWorld.OperatorFile::facts)
            .map(SnapshotFacts::revision)
            .orElse(0L);
    return hosts.stream()
        .map(host -> ask(host, (up, data) -> new Sight.Seen<>(data.revision)))
        .flatMap(revision -> revision.seen().stream())
        .max(Comparator.naturalOrder())
        .<Sight<Value<Loss>>>map(
            now -> new Sight.Seen<>(Value.drifting(lost(Math.max(0, now - before)))))
        .orElseGet(() -> new Sight.Unseen<>(new Failure.Unreachable("no member answers")));
  }

  private static Loss lost(long keys) {
    return keys == 0
        ? Loss.none()
        : new Loss(keys, 0, 0, List.of("pods in default -" + keys), List.of());
  }

  /** Only the keys that follow from the hosts are modelled by name. */
  private List<String> below(String prefix) {
    List<String> keys = new ArrayList<>();
    for (SlowHost host : world.all()) {
      if (host.unit(Unit.KUBE_APISERVER).defined) {
        keys.add("/registry/masterleases/" + host.address);
      }
      keys.add("/registry/minions/" + host.name);
    }
    return keys.stream().filter(key -> key.startsWith(prefix)).sorted().toList();
  }

  @Override
  public Sight<Value<String>> clusterUid(HostName name) {
    return ask(name, (host, data) -> new Sight.Seen<>(Value.fixed(data.seed.uid())));
  }

  @Override
  public boolean linearizable(HostName name) {
    return ask(name, (host, data) -> new Sight.Seen<>(world.members().linearizable(host)))
        .seen()
        .orElse(false);
  }
}
