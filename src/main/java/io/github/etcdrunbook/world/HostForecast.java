package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One host as the forecast sees it: what was observed, under what effects made of it. What no
 * effect touched is asked of the observed host.
 */
final class HostForecast implements HostReader {
  private final ForecastState state;
  private final HostReader seen;
  private final EtcdForecast etcd;

  HostForecast(ForecastState state, HostReader seen, EtcdForecast etcd) {
    this.state = state;
    this.seen = seen;
    this.etcd = etcd;
  }

  private HostOverlay overlay() {
    return state.overlay(seen.name());
  }

  @Override
  public HostName name() {
    return seen.name();
  }

  @Override
  public String bootId() {
    return seen.bootId();
  }

  @Override
  public Optional<EtcdLayout> etcd() {
    return overlay()
        .setup
        .map(made -> made.map(Effect.Configure.Setup::layout))
        .orElseGet(seen::etcd)
        .map(this::owned);
  }

  /** The owner of the data directory is part of it: with the directory it comes and goes. */
  private EtcdLayout owned(EtcdLayout layout) {
    String data = layout.directories().data();
    FileOverlay.Node node = overlay().files.at(data);
    boolean untouched =
        node.equals(new FileOverlay.Node.Observed(data)) && overlay().setup.isEmpty();
    return untouched || node instanceof FileOverlay.Node.Unknown
        ? layout
        : layout.owned(
            path(data) instanceof PathState.Directory directory
                ? Optional.of(directory.owner())
                : Optional.empty());
  }

  @Override
  public Optional<EtcdConfiguration> configuration() {
    return overlay()
        .setup
        .map(made -> made.map(Effect.Configure.Setup::configuration))
        .orElseGet(seen::configuration);
  }

  @Override
  public boolean forcesNewCluster() {
    boolean touched = overlay().units.containsKey(Unit.ETCD);
    return touched
        ? overlay().forces && process(Unit.ETCD).running().isPresent()
        : seen.forcesNewCluster();
  }

  @Override
  public UnitState unit(Unit unit) {
    EffectRef unknown = overlay().unknown.get(unit);
    if (unknown != null) {
      throw new NotYetKnown("the state of " + unit + " on " + name(), unknown);
    }
    UnitState now = process(unit);
    // An API server that crashed for want of etcd comes back by itself when etcd serves.
    if (unit == Unit.KUBE_APISERVER
        && state.derived()
        && now.startable()
        && now.running().isEmpty()
        && etcd.servesApi(name())) {
      Incarnation returned = new Incarnation("forecast:returned", Long.MAX_VALUE / 2, "as it is");
      return new UnitState(true, true, Optional.empty(), Optional.of(returned));
    }
    // A member that was removed ends, and ends again as often as it is started.
    return unit == Unit.ETCD && now.running().isPresent() && etcd.removed(name())
        ? new UnitState(true, now.startable(), now.parkedBy(), Optional.empty())
        : now;
  }

  /** The unit's state, without what follows from etcd. */
  UnitState process(Unit unit) {
    UnitState made = overlay().units.get(unit);
    return made == null ? seenOrSetUp(unit) : made;
  }

  /** A manifest that an effect lays where none was lies parked. */
  private UnitState seenOrSetUp(Unit unit) {
    UnitState before = seen.unit(unit);
    boolean laid =
        unit == Unit.ETCD
            && !before.defined()
            && overlay().setup.filter(Optional::isPresent).isPresent();
    return laid
        ? new UnitState(true, false, Optional.of(state.base.standpoint().run()), Optional.empty())
        : before;
  }

  @Override
  public PathState path(String path) {
    return switch (overlay().files.at(path)) {
      case FileOverlay.Node.Observed observed -> observedPath(path, observed.path());
      case FileOverlay.Node.Nothing ignored -> new PathState.Absent();
      case FileOverlay.Node.Folder folder ->
          new PathState.Directory(folder.owner(), list(path).isEmpty(), false);
      case FileOverlay.Node.File file -> new PathState.RegularFile(file.owner(), file.size());
      case FileOverlay.Node.Unknown unknown ->
          throw new NotYetKnown(name() + ":" + path, unknown.by());
    };
  }

  private PathState observedPath(String path, String from) {
    PathState there = seen.path(from);
    if (there instanceof PathState.Directory directory) {
      boolean untouched = overlay().files.children(path).isEmpty();
      return new PathState.Directory(
          directory.owner(),
          untouched ? directory.empty() : list(path).isEmpty(),
          directory.mountPoint() && path.equals(from));
    }
    return there;
  }

  @Override
  public List<String> list(String path) {
    FileOverlay files = overlay().files;
    TreeSet<String> names = new TreeSet<>();
    switch (files.at(path)) {
      case FileOverlay.Node.Observed observed -> names.addAll(seen.list(observed.path()));
      case FileOverlay.Node.Unknown unknown ->
          throw new NotYetKnown("the names in " + name() + ":" + path, unknown.by());
      case FileOverlay.Node.Nothing ignored -> {}
      case FileOverlay.Node.Folder ignored -> {}
      case FileOverlay.Node.File ignored -> {}
    }
    for (Map.Entry<String, FileOverlay.Node> child : files.children(path).entrySet()) {
      if (child.getValue() instanceof FileOverlay.Node.Nothing) {
        names.remove(child.getKey());
      } else {
        names.add(child.getKey());
      }
    }
    return List.copyOf(names);
  }

  @Override
  public Optional<Sha256> digest(String path) {
    return switch (overlay().files.at(path)) {
      case FileOverlay.Node.Observed observed -> seen.digest(observed.path());
      case FileOverlay.Node.File file -> {
        if (file.digest().isEmpty()) {
          throw new NotYetKnown("the digest of " + name() + ":" + path, file.by());
        }
        yield file.digest();
      }
      case FileOverlay.Node.Unknown unknown ->
          throw new NotYetKnown("the digest of " + name() + ":" + path, unknown.by());
      case FileOverlay.Node.Nothing ignored -> Optional.empty();
      case FileOverlay.Node.Folder ignored -> Optional.empty();
    };
  }

  @Override
  public Value<Long> freeBytes(String path) {
    long taken = overlay().taken.getOrDefault(fileSystem(path), 0L);
    return seen.freeBytes(basis(path)).map(free -> free - taken);
  }

  @Override
  public String fileSystem(String path) {
    return seen.fileSystem(basis(path));
  }

  /** The observed path whose file system the path is on. */
  private String basis(String path) {
    for (String above = path; !above.isEmpty(); above = FileOverlay.parent(above)) {
      if (overlay().files.at(above) instanceof FileOverlay.Node.Observed observed) {
        return observed.path();
      }
    }
    return "/";
  }

  @Override
  public Optional<RestoreTool> restoreTool() {
    return seen.restoreTool();
  }

  @Override
  public List<Certificate> certificates() {
    return seen.certificates();
  }

  @Override
  public List<String> controlPlaneFiles() {
    return seen.controlPlaneFiles();
  }

  @Override
  public Value<Instant> clock() {
    return seen.clock();
  }

  @Override
  public Value<Duration> clockAhead() {
    return seen.clockAhead();
  }

  @Override
  public List<String> etcdClients() {
    if (unit(Unit.ETCD).running().isEmpty()) {
      return List.of();
    }
    List<String> gone = new ArrayList<>();
    for (HostName host : state.base.hosts()) {
      if (etcd.stopped(host, Unit.KUBE_APISERVER)) {
        gone.addAll(etcd.addresses(host));
        if (host.equals(name())) {
          gone.addAll(List.of("127.0.0.1", "::1"));
        }
      }
    }
    TreeSet<String> clients = new TreeSet<>(seen.etcdClients());
    clients.removeAll(gone);
    if (overlay().units.containsKey(Unit.ETCD) && unit(Unit.KUBE_APISERVER).running().isPresent()) {
      // The host's own API server connects to the new process.
      clients.add("127.0.0.1");
    }
    return List.copyOf(clients);
  }

  @Override
  public boolean reaches(String address, int port) {
    Optional<HostName> there =
        state.base.etcdHosts().stream()
            .filter(host -> state.overlay(host).units.containsKey(Unit.ETCD))
            .filter(
                host -> etcd.urls(host).anyMatch(url -> url.endsWith("//" + address + ":" + port)))
            .findFirst();
    return there
        .map(host -> !etcd.stopped(host, Unit.ETCD) && seen.hears(address, port))
        .orElseGet(() -> seen.reaches(address, port));
  }

  @Override
  public boolean hears(String address, int port) {
    return seen.hears(address, port);
  }

  @Override
  public boolean ready(Unit unit) {
    boolean touched = overlay().units.containsKey(unit) || overlay().unknown.containsKey(unit);
    return switch (unit) {
      case ETCD ->
          (touched || etcd.dataTouched(name()) || etcd.removed(name()))
              ? etcd.live(name())
              : seen.ready(unit);
      case KUBE_APISERVER ->
          (touched || state.derived())
              ? unit(unit).running().isPresent() && etcd.servesApi(name())
              : seen.ready(unit);
      case KUBE_CONTROLLER_MANAGER, KUBE_SCHEDULER, KUBELET ->
          touched ? unit(unit).running().isPresent() : seen.ready(unit);
    };
  }

  @Override
  public NodeReport nodes() {
    boolean touched = overlay().units.containsKey(Unit.KUBE_APISERVER) || state.derived();
    if (!touched) {
      return seen.nodes();
    }
    if (!ready(Unit.KUBE_APISERVER)) {
      return new NodeReport(
          List.of(), List.of(), Optional.of("the API server of " + name() + " is not ready"));
    }
    NodeReport before = seen.nodes();
    if (before.unavailable().isPresent() && state.votersTouchedBy().isPresent()) {
      throw new NotYetKnown("the list of nodes", state.votersTouchedBy().get());
    }
    return before;
  }

  /** Bytes of a file, or of all files below a directory. */
  long bytes(String path) {
    return switch (path(path)) {
      case PathState.RegularFile file -> file.size().known().orElse(0L);
      case PathState.Directory ignored ->
          list(path).stream().mapToLong(name -> bytes(path + "/" + name)).sum();
      case PathState.Absent ignored -> 0;
      case PathState.Other ignored -> 0;
    };
  }

  /** Where the etcd of this host keeps its data: the member directory and a separate WAL. */
  List<String> dataPaths() {
    return etcd().map(VoterTouch::dataPaths).orElse(List.of());
  }
}
