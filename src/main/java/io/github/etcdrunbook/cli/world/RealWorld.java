package io.github.etcdrunbook.cli.world;

import io.github.etcdrunbook.etcd.CallLimits;
import io.github.etcdrunbook.etcd.EtcdAdapter;
import io.github.etcdrunbook.etcd.LivingKeys;
import io.github.etcdrunbook.etcd.StoredKey;
import io.github.etcdrunbook.inventory.GroupName;
import io.github.etcdrunbook.inventory.Host;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.local.LocalCommands;
import io.github.etcdrunbook.local.LocalOperator;
import io.github.etcdrunbook.local.Sealing;
import io.github.etcdrunbook.plan.Readers;
import io.github.etcdrunbook.run.Writers;
import io.github.etcdrunbook.ssh.SshConfig;
import io.github.etcdrunbook.ssh.SshTarget;
import io.github.etcdrunbook.ssh.TargetResolver;
import io.github.etcdrunbook.ssh.Wrapper;
import io.github.etcdrunbook.ssh.host.HostCopy;
import io.github.etcdrunbook.ssh.host.RemoteHosts;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EtcdReader;
import io.github.etcdrunbook.world.EtcdWriter;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.HostWriter;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.OperatorReader;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.Value;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The world as it is: the hosts of an inventory, their etcd and this machine. Nothing is connected
 * before the first look; connections are kept until this is closed. Safe for several threads.
 */
public final class RealWorld implements Readers, Writers, AutoCloseable {
  private final Inventory inventory;
  private final RemoteHosts hosts;
  private final EtcdAdapter etcd;
  private final OperatorReader operator;
  private final Sealing sealing;
  private final AtomicBoolean met = new AtomicBoolean();

  /**
   * What the real world takes from this machine.
   *
   * @param user the operator, the home directory and the agent
   * @param pause how this program sleeps
   * @param environment of this program; some of it goes on to the programs that encrypt
   */
  public record Surroundings(
      TargetResolver.Operator user,
      Clock clock,
      Wrapper.Pause pause,
      Map<String, String> environment) {}

  /** The world of an inventory. */
  public RealWorld(Inventory inventory, Surroundings around) {
    this.inventory = inventory;
    this.hosts =
        new RemoteHosts(machines(inventory, around.user()), around.clock(), around.pause());
    SnapshotReading snapshots = new SnapshotReading();
    this.etcd = new EtcdAdapter(new EtcdWays(inventory, hosts), snapshots, CallLimits.standard());
    this.sealing = sealing(around);
    this.operator = new LocalOperator(snapshots, sealing);
  }

  private static Sealing sealing(Surroundings around) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("HOME", around.user().home().toString());
    environment.put("LC_ALL", "C.UTF-8");
    for (String name : List.of("PATH", "GNUPGHOME")) {
      Optional.ofNullable(around.environment().get(name))
          .ifPresent(value -> environment.put(name, value));
    }
    return new Sealing(
        new LocalCommands(Path.of("/"), environment), environment.getOrDefault("PATH", ""));
  }

  /** The way to each host, after all defaults; nothing is connected. */
  public static Map<HostName, SshTarget> ways(Inventory inventory, TargetResolver.Operator user) {
    Map<HostName, SshTarget> ways = new LinkedHashMap<>();
    machines(inventory, user).forEach((host, machine) -> ways.put(host, machine.target()));
    return ways;
  }

  private static Map<HostName, RemoteHosts.Machine> machines(
      Inventory inventory, TargetResolver.Operator user) {
    TargetResolver resolver =
        new TargetResolver(
            SshConfig.read(user.home(), TargetResolver.configFiles(user.home())), user);
    return new HostTargets(inventory, resolver, user.home()).machines();
  }

  @Override
  public Reader at(Standpoint standpoint) {
    meet();
    return new Look(standpoint);
  }

  /**
   * Begins to connect to all hosts at once, so that the first look at each does not wait for the
   * others; waits for none.
   */
  public void meet() {
    if (met.compareAndSet(false, true)) {
      for (Host host : inventory.hosts()) {
        Thread.ofVirtual().start(() -> hosts.reader(host.name()));
      }
    }
  }

  /** A host is connected when an effect is performed, so its writer is always there. */
  @Override
  public Sight<HostWriter> host(HostName host) {
    return new Sight.Seen<>(
        new FilesSealing(new HangingUp(hosts.writer(host), etcd), hosts, sealing));
  }

  @Override
  public EtcdWriter etcd() {
    return new TellingEtcdWriter(etcd.writer(), this::copies);
  }

  /** The host that is asked comes first: it answers, or nothing else matters. */
  private List<HostCopy> copies(Effect effect) {
    Stream<HostName> asked =
        effect instanceof Effect.OnHost on ? Stream.of(on.host()) : Stream.empty();
    return Stream.concat(asked, etcdHosts().stream()).distinct().map(hosts::copy).toList();
  }

  /** Reads every living key of the cluster from its best member, for a comparison. */
  public Sight<LivingKeys.Source> livingKeys(Consumer<StoredKey> consumer) {
    return etcd.livingKeys().read(etcdHosts(), consumer);
  }

  /** Reads the living keys below a prefix from its best member. */
  public Sight<LivingKeys.Source> livingKeys(String prefix, Consumer<StoredKey> consumer) {
    return etcd.livingKeys().read(etcdHosts(), prefix, consumer);
  }

  /** Reads one living key with its value from its best member. */
  public Sight<LivingKeys.Source> livingKey(String key, Consumer<StoredKey> consumer) {
    return etcd.livingKeys().get(etcdHosts(), key, consumer);
  }

  /** The uid by which the cluster is known, as the member of a host has it; empty for none. */
  public Optional<String> clusterUid(HostName host) {
    return etcd.clusterUid(host).seen().flatMap(Value::known).filter(uid -> !uid.isEmpty());
  }

  /** The member list as the member of a host has it. */
  public Sight<List<Member>> members(HostName host) {
    return etcd.members(host);
  }

  private List<HostName> allHosts() {
    return inventory.hosts().stream().map(Host::name).sorted().toList();
  }

  /** The hosts of etcd, in order: the group of that name, or all. */
  public List<HostName> etcdHosts() {
    List<HostName> named =
        inventory.in(new GroupName("etcd")).stream().map(Host::name).sorted().toList();
    return named.isEmpty() ? allHosts() : named;
  }

  /** The hosts, for locks and journals. */
  public RemoteHosts hosts() {
    return hosts;
  }

  @Override
  public void close() {
    etcd.close();
    hosts.close();
  }

  /** One look: each host is asked once whether it answers. */
  private final class Look implements Reader {
    private final Standpoint standpoint;
    private final ConcurrentHashMap<HostName, Sight<HostReader>> seen = new ConcurrentHashMap<>();

    Look(Standpoint standpoint) {
      this.standpoint = standpoint;
    }

    @Override
    public Standpoint standpoint() {
      return standpoint;
    }

    @Override
    public List<HostName> hosts() {
      return allHosts();
    }

    @Override
    public List<HostName> etcdHosts() {
      return RealWorld.this.etcdHosts();
    }

    @Override
    public Sight<HostReader> host(HostName host) {
      return seen.computeIfAbsent(host, RealWorld.this.hosts::reader);
    }

    @Override
    public EtcdReader etcd() {
      return etcd;
    }

    @Override
    public OperatorReader operator() {
      return operator;
    }
  }
}
