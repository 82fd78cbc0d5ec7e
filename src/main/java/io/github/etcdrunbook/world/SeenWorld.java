package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A reader that asks each question once and repeats the first answer: the observed world below a
 * forecast and all its copies. Safe for several threads.
 */
final class SeenWorld implements Reader, OperatorReader {
  private final Reader reader;
  private final EtcdReader etcd;
  private final Map<HostName, Sight<HostReader>> hosts = new ConcurrentHashMap<>();
  private final Map<String, Optional<Long>> sizes = new ConcurrentHashMap<>();
  private final Map<String, Sight<SnapshotFacts>> snapshots = new ConcurrentHashMap<>();
  private final Map<String, Sight<Filling>> fillings = new ConcurrentHashMap<>();
  private final Map<Recounted, Sight<Recount>> recounts = new ConcurrentHashMap<>();
  private final Map<String, List<FoundFile>> files = new ConcurrentHashMap<>();
  private final Map<String, List<DescribedSnapshot>> described = new ConcurrentHashMap<>();
  private final Map<Recipient, Optional<Failure>> objections = new ConcurrentHashMap<>();
  private final Map<String, Value<Long>> free = new ConcurrentHashMap<>();

  private record Recounted(String restored, String later, long revision) {}

  SeenWorld(Reader reader) {
    this.reader = reader;
    this.etcd = new SeenEtcd(reader.etcd());
  }

  @Override
  public Standpoint standpoint() {
    return reader.standpoint();
  }

  @Override
  public List<HostName> hosts() {
    return reader.hosts();
  }

  @Override
  public List<HostName> etcdHosts() {
    return reader.etcdHosts();
  }

  @Override
  public Sight<HostReader> host(HostName host) {
    return hosts.computeIfAbsent(host, this::look);
  }

  @Override
  public EtcdReader etcd() {
    return etcd;
  }

  @Override
  public OperatorReader operator() {
    return this;
  }

  @Override
  public Optional<Long> size(String path) {
    return sizes.computeIfAbsent(path, asked -> reader.operator().size(asked));
  }

  @Override
  public List<FoundFile> files(String folder) {
    return files.computeIfAbsent(folder, asked -> reader.operator().files(asked));
  }

  @Override
  public List<DescribedSnapshot> described(String folder) {
    return described.computeIfAbsent(folder, asked -> reader.operator().described(asked));
  }

  @Override
  public Sight<SnapshotFacts> snapshot(String path) {
    return snapshots.computeIfAbsent(path, asked -> reader.operator().snapshot(asked));
  }

  @Override
  public Sight<Recount> recount(String restored, String later, long revision) {
    return recounts.computeIfAbsent(
        new Recounted(restored, later, revision),
        asked -> reader.operator().recount(asked.restored(), asked.later(), asked.revision()));
  }

  @Override
  public Optional<Failure> objection(Recipient recipient) {
    return objections.computeIfAbsent(recipient, asked -> reader.operator().objection(asked));
  }

  @Override
  public Sight<Filling> filling(String path) {
    return fillings.computeIfAbsent(path, asked -> reader.operator().filling(asked));
  }

  @Override
  public Value<Long> freeBytes(String path) {
    return free.computeIfAbsent(path, asked -> reader.operator().freeBytes(asked));
  }

  private Sight<HostReader> look(HostName host) {
    return switch (reader.host(host)) {
      case Sight.Seen<HostReader> seen -> new Sight.Seen<>(new SeenHost(seen.value()));
      case Sight.Unseen<HostReader> unseen -> unseen;
    };
  }
}
