package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The readers of the slow world, for one standpoint. */
record SlowReader(SlowWorld world, Standpoint standpoint) implements Reader, OperatorReader {
  @Override
  public List<HostName> hosts() {
    return world.all().stream().map(host -> host.name).toList();
  }

  @Override
  public List<HostName> etcdHosts() {
    return hosts();
  }

  @Override
  public Sight<HostReader> host(HostName name) {
    synchronized (world) {
      Optional<SlowHost> host = world.host(name);
      if (host.isEmpty() || !host.get().answers(world.now())) {
        return new Sight.Unseen<>(silent(name));
      }
      return new Sight.Seen<>(new SlowHostReader(world, host.get()));
    }
  }

  static Failure silent(HostName name) {
    return new Failure.Unreachable(name + " does not answer on port 22 within 10 s");
  }

  @Override
  public EtcdReader etcd() {
    return new SlowEtcdReader(world);
  }

  @Override
  public OperatorReader operator() {
    return this;
  }

  @Override
  public Optional<Long> size(String path) {
    synchronized (world) {
      return Optional.ofNullable(world.operatorFiles.get(path)).map(file -> file.size());
    }
  }

  @Override
  public List<FoundFile> files(String folder) {
    synchronized (world) {
      return world.operatorFiles.entrySet().stream()
          .filter(file -> FileOverlay.parent(file.getKey()).equals(folder))
          .map(file -> new FoundFile(file.getKey(), file.getValue().size(), world.time()))
          .sorted(Comparator.comparing(FoundFile::path))
          .toList();
    }
  }

  /** Every good snapshot counts as described. */
  @Override
  public List<DescribedSnapshot> described(String folder) {
    return files(folder).stream()
        .flatMap(file -> snapshot(file.path()).seen().stream())
        .map(facts -> new DescribedSnapshot(facts.path(), facts.sha256(), facts.contents().uid()))
        .toList();
  }

  @Override
  public Sight<SnapshotFacts> snapshot(String path) {
    synchronized (world) {
      SlowWorld.OperatorFile file = world.operatorFiles.get(path);
      if (file == null) {
        return new Sight.Unseen<>(
            new Failure.Unsuitable(path + " does not exist", "name an existing snapshot"));
      }
      return file.facts()
          .<Sight<SnapshotFacts>>map(Sight.Seen::new)
          .orElseGet(
              () ->
                  new Sight.Unseen<>(
                      new Failure.Unsuitable(
                          path + " is no snapshot: its SHA-256 trailer does not match",
                          "take another snapshot file")));
    }
  }

  /** Keys are not modelled by name: what is fewer is missing. */
  @Override
  public Sight<Recount> recount(String restored, String later, long revision) {
    Sight<SnapshotFacts> before = snapshot(restored);
    Sight<SnapshotFacts> after = snapshot(later);
    if (before.seen().isEmpty() || after.seen().isEmpty()) {
      return new Sight.Unseen<>(before.unseen().or(after::unseen).orElseThrow());
    }
    long were = before.seen().get().keys();
    long are = after.seen().get().keys();
    long missing = Math.max(0, were - are);
    return new Sight.Seen<>(
        new Recount(
            were - missing,
            0,
            0,
            Math.max(0, are - were),
            List.of(),
            missing,
            missing == 0 ? List.of() : List.of("/registry/ (missing)")));
  }

  /** Everybody's key is there. */
  @Override
  public Optional<Failure> objection(Recipient recipient) {
    return Optional.empty();
  }

  /** One type, since keys are not modelled by name. */
  @Override
  public Sight<Filling> filling(String path) {
    return switch (snapshot(path)) {
      case Sight.Unseen<SnapshotFacts> unseen -> new Sight.Unseen<>(unseen.failure());
      case Sight.Seen<SnapshotFacts> seen ->
          new Sight.Seen<>(
              new Filling(
                  List.of(new Filling.Type("pods", seen.value().keys(), seen.value().size(), 0, 0)),
                  List.of()));
    };
  }

  @Override
  public Value<Long> freeBytes(String path) {
    synchronized (world) {
      long used =
          world.operatorFiles.values().stream().mapToLong(SlowWorld.OperatorFile::size).sum();
      return Value.drifting((100L << 30) - used);
    }
  }
}
