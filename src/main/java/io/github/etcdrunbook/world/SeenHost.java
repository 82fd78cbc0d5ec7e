package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A host reader that asks each question once and repeats the first answer, so that one plan sees
 * one world. A lost sight is not kept. Safe for several threads.
 */
final class SeenHost implements HostReader {
  private record Address(String host, int port) {}

  private static final String ONCE = "";

  private final HostReader host;
  private final Map<String, String> bootIds = new ConcurrentHashMap<>();
  private final Map<String, Optional<EtcdLayout>> layouts = new ConcurrentHashMap<>();
  private final Map<String, Optional<EtcdConfiguration>> configurations = new ConcurrentHashMap<>();
  private final Map<String, Boolean> forces = new ConcurrentHashMap<>();
  private final Map<Unit, UnitState> units = new ConcurrentHashMap<>();
  private final Map<String, PathState> paths = new ConcurrentHashMap<>();
  private final Map<String, List<String>> lists = new ConcurrentHashMap<>();
  private final Map<String, Optional<Sha256>> digests = new ConcurrentHashMap<>();
  private final Map<String, Value<Long>> free = new ConcurrentHashMap<>();
  private final Map<String, String> fileSystems = new ConcurrentHashMap<>();
  private final Map<String, Optional<RestoreTool>> tools = new ConcurrentHashMap<>();
  private final Map<String, List<Certificate>> certificates = new ConcurrentHashMap<>();
  private final Map<String, List<String>> controlPlane = new ConcurrentHashMap<>();
  private final Map<String, Value<Instant>> clocks = new ConcurrentHashMap<>();
  private final Map<String, Value<Duration>> ahead = new ConcurrentHashMap<>();
  private final Map<String, List<String>> clients = new ConcurrentHashMap<>();
  private final Map<Address, Boolean> reached = new ConcurrentHashMap<>();
  private final Map<Address, Boolean> heard = new ConcurrentHashMap<>();
  private final Map<Unit, Boolean> ready = new ConcurrentHashMap<>();
  private final Map<String, NodeReport> nodes = new ConcurrentHashMap<>();

  SeenHost(HostReader host) {
    this.host = host;
  }

  @Override
  public HostName name() {
    return host.name();
  }

  @Override
  public String bootId() {
    return bootIds.computeIfAbsent(ONCE, ignored -> host.bootId());
  }

  @Override
  public Optional<EtcdLayout> etcd() {
    return layouts.computeIfAbsent(ONCE, ignored -> host.etcd());
  }

  @Override
  public Optional<EtcdConfiguration> configuration() {
    return configurations.computeIfAbsent(ONCE, ignored -> host.configuration());
  }

  @Override
  public boolean forcesNewCluster() {
    return forces.computeIfAbsent(ONCE, ignored -> host.forcesNewCluster());
  }

  @Override
  public UnitState unit(Unit unit) {
    return units.computeIfAbsent(unit, host::unit);
  }

  @Override
  public PathState path(String path) {
    return paths.computeIfAbsent(path, host::path);
  }

  @Override
  public List<String> list(String path) {
    return lists.computeIfAbsent(path, host::list);
  }

  @Override
  public Optional<Sha256> digest(String path) {
    return digests.computeIfAbsent(path, host::digest);
  }

  @Override
  public Value<Long> freeBytes(String path) {
    return free.computeIfAbsent(path, host::freeBytes);
  }

  @Override
  public String fileSystem(String path) {
    return fileSystems.computeIfAbsent(path, host::fileSystem);
  }

  @Override
  public Optional<RestoreTool> restoreTool() {
    return tools.computeIfAbsent(ONCE, ignored -> host.restoreTool());
  }

  @Override
  public List<Certificate> certificates() {
    return certificates.computeIfAbsent(ONCE, ignored -> host.certificates());
  }

  @Override
  public List<String> controlPlaneFiles() {
    return controlPlane.computeIfAbsent(ONCE, ignored -> host.controlPlaneFiles());
  }

  @Override
  public Value<Instant> clock() {
    return clocks.computeIfAbsent(ONCE, ignored -> host.clock());
  }

  @Override
  public Value<Duration> clockAhead() {
    return ahead.computeIfAbsent(ONCE, ignored -> host.clockAhead());
  }

  @Override
  public List<String> etcdClients() {
    return clients.computeIfAbsent(ONCE, ignored -> host.etcdClients());
  }

  @Override
  public boolean reaches(String address, int port) {
    return reached.computeIfAbsent(
        new Address(address, port), asked -> host.reaches(asked.host(), asked.port()));
  }

  @Override
  public boolean hears(String address, int port) {
    return heard.computeIfAbsent(
        new Address(address, port), asked -> host.hears(asked.host(), asked.port()));
  }

  @Override
  public boolean ready(Unit unit) {
    return ready.computeIfAbsent(unit, host::ready);
  }

  @Override
  public NodeReport nodes() {
    return nodes.computeIfAbsent(ONCE, ignored -> host.nodes());
  }
}
