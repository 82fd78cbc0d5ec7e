package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.ssh.SshConnection;
import io.github.etcdrunbook.ssh.SshTarget;
import io.github.etcdrunbook.ssh.Wrapper;
import io.github.etcdrunbook.ssh.WrapperPlace;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.HostWriter;
import io.github.etcdrunbook.world.LockOwner;
import io.github.etcdrunbook.world.LockPlace;
import io.github.etcdrunbook.world.LostSight;
import io.github.etcdrunbook.world.Sight;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The hosts of a cluster, reached by SSH: one connection each, made when it is first needed and
 * kept. A host that does not answer is a sight unseen, with the reason. Safe for several threads;
 * close it when done. Commands that were started on the hosts go on.
 */
public final class RemoteHosts implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(8);

  private final Map<HostName, RemoteHost> hosts = new TreeMap<>();
  private final RunCopies copies = new RunCopies(System::nanoTime);

  /** Where a host is and what is known of it beforehand. */
  public record Machine(SshTarget target, HostSettings settings) {
    /** Rejects null. */
    public Machine {
      Objects.requireNonNull(target, "target");
      Objects.requireNonNull(settings, "settings");
    }
  }

  /** The hosts; nothing is connected yet. */
  public RemoteHosts(Map<HostName, Machine> machines, Clock clock, Wrapper.Pause pause) {
    machines.forEach(
        (name, machine) -> {
          SshConnection connection = new SshConnection(machine.target(), CONNECT_LIMIT);
          Wrapper wrapper = new Wrapper(connection, WrapperPlace.STANDARD, pause);
          Reaching reaching = new Reaching(connection, wrapper, copies);
          hosts.put(name, new RemoteHost(name, machine.settings(), reaching, clock));
        });
  }

  /** Looks at a host, if it answers now. */
  public Sight<HostReader> reader(HostName name) {
    return find(name).reader();
  }

  /** Changes a host. It is connected when an effect is performed. */
  public HostWriter writer(HostName name) {
    return find(name).writer();
  }

  /** How the host's own etcd is reached through it. */
  public Sight<EtcdAccess> etcd(HostName name) {
    return find(name).etcd();
  }

  /** The connection to a host, for locks and journals. */
  public SshConnection connection(HostName name) {
    return find(name).connection();
  }

  /** The lock on a host. */
  public LockPlace lock(HostName name) {
    return new HostLock(find(name).shell);
  }

  /** Files of a host as a tar archive; refused when it is larger than a control plane's. */
  public Sight<byte[]> archive(HostName name, List<String> files, Duration limit) {
    return HostArchive.read(find(name).connection(), files, limit);
  }

  private RemoteHost find(HostName name) {
    return Optional.ofNullable(hosts.get(name))
        .orElseThrow(() -> new IllegalArgumentException("not a host of the inventory: " + name));
  }

  @Override
  public void close() {
    hosts.values().forEach(RemoteHost::close);
  }

  /** The copies of a run on the hosts begin: from now on each message tells what a host lacks. */
  public void copy(LockOwner owner, List<String> linesSoFar) {
    copies.begin(owner, linesSoFar);
  }

  /** The journal has one line more. */
  public void recorded(byte[] line) {
    copies.add(line);
  }

  /** The copy of runs on a host. */
  public HostCopy copy(HostName name) {
    return find(name).copy;
  }

  /** How a host is reached, and what it is told on the way. */
  private record Reaching(SshConnection connection, Wrapper wrapper, RunCopies copies) {}

  /** What is kept of one host. */
  private static final class RemoteHost implements AutoCloseable {
    /**
     * How a host is set up is looked up once for all that is looked at within this time: waiting
     * looks many times in a second.
     */
    private static final long FRESH_NANOSECONDS = Duration.ofSeconds(3).toNanos();

    /** A host that does not answer is not tried again at once: each try can take seconds. */
    private static final long LOST_NANOSECONDS = Duration.ofSeconds(2).toNanos();

    private static final long ACCESS_NANOSECONDS = Duration.ofMinutes(1).toNanos();

    private final HostSettings settings;
    private final SshConnection connection;
    private final SshDoors doors;
    private final HostShell shell;
    private final Launches launches;
    private final HostCopy copy;
    private final Clock clock;
    private Optional<HostFacts> facts = Optional.empty();
    private long factsAt;
    private Optional<LostSight> lost = Optional.empty();
    private long lostAt;
    private Optional<EtcdAccess> access = Optional.empty();
    private long accessAt;

    RemoteHost(HostName name, HostSettings settings, Reaching reaching, Clock clock) {
      this.settings = settings;
      this.connection = reaching.connection();
      this.doors = new SshDoors(connection);
      this.shell = new SshShell(name, connection, doors);
      this.launches = new SshLaunches(name, connection, reaching.wrapper(), reaching.copies());
      this.copy = new HostCopy(name, connection, reaching.wrapper(), reaching.copies());
      this.clock = clock;
    }

    Sight<HostReader> reader() {
      try {
        return new Sight.Seen<>(new LiveHost(shell, facts(), clock));
      } catch (LostSight lost) {
        return new Sight.Unseen<>(lost.failure());
      }
    }

    private synchronized HostFacts facts() {
      if (facts.isEmpty() || System.nanoTime() - factsAt > FRESH_NANOSECONDS) {
        if (lost.isPresent() && System.nanoTime() - lostAt < LOST_NANOSECONDS) {
          throw lost.get();
        }
        try {
          renew();
        } catch (LostSight silent) {
          lost = Optional.of(silent);
          lostAt = System.nanoTime();
          throw silent;
        }
      }
      return facts.get();
    }

    private void renew() {
      HostFacts looked = new HostFacts(shell, settings);
      Optional<Failure> objection = looked.survey().ground().objection();
      if (objection.isPresent()) {
        throw new LostSight(shell.name(), objection.get());
      }
      facts.ifPresent(looked::remember);
      facts = Optional.of(looked);
      factsAt = System.nanoTime();
    }

    HostWriter writer() {
      return new ChangingHost(shell, this::facts, launches, clock);
    }

    synchronized Sight<EtcdAccess> etcd() {
      if (access.isPresent() && System.nanoTime() - accessAt < ACCESS_NANOSECONDS) {
        return new Sight.Seen<>(access.get());
      }
      try {
        return switch (new AccessReading(shell, facts()).find()) {
          case AccessReading.Way.Open open -> {
            access = Optional.of(open.access());
            accessAt = System.nanoTime();
            yield new Sight.Seen<>(open.access());
          }
          case AccessReading.Way.Closed(Failure failure) -> new Sight.Unseen<>(failure);
        };
      } catch (LostSight lost) {
        return new Sight.Unseen<>(lost.failure());
      }
    }

    SshConnection connection() {
      return connection;
    }

    @Override
    public void close() {
      doors.close();
      connection.close();
    }
  }
}
