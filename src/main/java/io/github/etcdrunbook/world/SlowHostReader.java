package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Looks at a host of the slow world. Loses sight when the host stops answering. */
record SlowHostReader(SlowWorld world, SlowHost host) implements HostReader {
  private <T> T look(Supplier<T> look) {
    synchronized (world) {
      if (!host.answers(world.now())) {
        throw new LostSight(host.name, SlowReader.silent(host.name));
      }
      return look.get();
    }
  }

  @Override
  public HostName name() {
    return host.name;
  }

  @Override
  public String bootId() {
    return look(host::bootId);
  }

  @Override
  public Optional<EtcdLayout> etcd() {
    return look(
        () ->
            host.layout.map(
                layout ->
                    layout.owned(
                        host.files.at(layout.directories().data()).map(SlowFiles.Entry::owner))));
  }

  @Override
  public Optional<EtcdConfiguration> configuration() {
    return look(() -> host.configuration);
  }

  @Override
  public boolean forcesNewCluster() {
    return look(() -> host.forces && host.unit(Unit.ETCD).life.isPresent());
  }

  @Override
  public UnitState unit(Unit unit) {
    return look(() -> host.unit(unit).state());
  }

  @Override
  public PathState path(String path) {
    return look(
        () ->
            host.files.at(path).map(entry -> state(path, entry)).orElseGet(PathState.Absent::new));
  }

  private PathState state(String path, SlowFiles.Entry entry) {
    return switch (entry) {
      case SlowFiles.Entry.Folder folder ->
          new PathState.Directory(
              folder.owner(), host.files.list(path).isEmpty(), host.files.isMount(path));
      case SlowFiles.Entry.File file ->
          new PathState.RegularFile(file.owner(), Value.fixed(file.size()));
    };
  }

  @Override
  public List<String> list(String path) {
    return look(() -> host.files.list(path));
  }

  @Override
  public Optional<Sha256> digest(String path) {
    return look(
        () ->
            host.files
                .at(path)
                .flatMap(
                    entry ->
                        entry instanceof SlowFiles.Entry.File file
                            ? Optional.of(file.sha256())
                            : Optional.empty()));
  }

  @Override
  public Value<Long> freeBytes(String path) {
    return look(() -> Value.drifting(host.files.free(path)));
  }

  @Override
  public String fileSystem(String path) {
    return look(() -> host.files.fileSystem(path));
  }

  @Override
  public Optional<RestoreTool> restoreTool() {
    return look(() -> host.tool);
  }

  @Override
  public List<String> controlPlaneFiles() {
    return etcd().isEmpty()
        ? List.of()
        : List.of("/etc/kubernetes/admin.conf", "/etc/kubernetes/manifests", "/etc/kubernetes/pki");
  }

  @Override
  public List<Certificate> certificates() {
    return look(
        () ->
            Stream.of("ca", "peer", "server")
                .map(
                    file ->
                        new Certificate(
                            "/etc/kubernetes/pki/etcd/" + file + ".crt",
                            world.time().minus(Duration.ofDays(30)),
                            world.time().plus(Duration.ofDays(335)),
                            List.of(host.name.text(), host.address, "127.0.0.1"),
                            "CN=etcd-ca"))
                .toList());
  }

  @Override
  public Value<Instant> clock() {
    return look(() -> Value.drifting(world.time()));
  }

  @Override
  public Value<Duration> clockAhead() {
    return look(() -> Value.drifting(Duration.ZERO));
  }

  @Override
  public List<String> etcdClients() {
    return look(
        () ->
            host.serving().isPresent() && host.unit(Unit.KUBE_APISERVER).life.isPresent()
                ? List.of("127.0.0.1")
                : List.of());
  }

  @Override
  public boolean reaches(String address, int port) {
    return look(() -> world.all().stream().anyMatch(other -> listens(other, address, port)));
  }

  @Override
  public boolean hears(String address, int port) {
    return look(
        () ->
            world.all().stream()
                .anyMatch(other -> other.address.equals(address) && other.answers(world.now())));
  }

  private boolean listens(SlowHost other, String address, int port) {
    if (!other.address.equals(address) || !other.answers(world.now())) {
      return false;
    }
    boolean etcd =
        other.layout.stream()
            .flatMap(layout -> layout.peerUrls().stream())
            .anyMatch(url -> EtcdUrl.of(url).port() == port);
    return port == 22 || (etcd && other.unit(Unit.ETCD).life.isPresent());
  }

  @Override
  public boolean ready(Unit unit) {
    return look(
        () ->
            host.unit(unit).isReady()
                && (unit != Unit.KUBE_APISERVER || world.members().servesApi(host)));
  }

  @Override
  public NodeReport nodes() {
    return look(
        () -> {
          boolean api = host.unit(Unit.KUBE_APISERVER).isReady() && world.members().servesApi(host);
          return api
              ? new NodeReport(
                  world.all().stream().map(other -> other.name.text()).toList(),
                  List.of(),
                  Optional.empty())
              : new NodeReport(List.of(), List.of(), Optional.of("the API server does not answer"));
        });
  }
}
