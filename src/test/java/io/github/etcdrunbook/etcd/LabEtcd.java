package io.github.etcdrunbook.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Real etcd members on 127.0.0.1 to 127.0.0.9 with ports of their own and data in a directory of
 * the test. Closing it ends every process that it started.
 */
public final class LabEtcd implements AutoCloseable {
  /** One member's place. */
  public record Seat(String name, String address, int clientPort, int peerPort) {
    String peerUrl() {
      return "http://" + address + ":" + peerPort;
    }
  }

  private final Path binaries;
  private final Path directory;
  private final Optional<LabCertificates> certificates;
  private final List<String> extraFlags;
  private final List<Seat> seats = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();

  private LabEtcd(
      Path binaries,
      Path directory,
      Optional<LabCertificates> certificates,
      List<String> extraFlags) {
    this.binaries = binaries;
    this.directory = directory;
    this.certificates = certificates;
    this.extraFlags = List.copyOf(extraFlags);
  }

  /** The directory with etcd's programs of a version, 34 or 35. */
  public static Path binaries(String version) {
    String standard =
        "build/tools/etcd-" + version.charAt(0) + "." + version.charAt(1) + "/usr/bin";
    return Path.of(System.getProperty("etcd.bin." + version, standard)).toAbsolutePath();
  }

  /** Starts a cluster of plain http. */
  public static LabEtcd plain(String version, Path directory, int members, String... extraFlags) {
    return started(version, directory, Optional.empty(), members, List.of(extraFlags));
  }

  /** Starts a cluster whose clients must show a certificate. */
  public static LabEtcd mutualTls(
      String version, Path directory, LabCertificates certificates, int members) {
    return started(version, directory, Optional.of(certificates), members, List.of());
  }

  private static LabEtcd started(
      String version,
      Path directory,
      Optional<LabCertificates> certificates,
      int members,
      List<String> extraFlags) {
    LabEtcd cluster = new LabEtcd(binaries(version), directory, certificates, extraFlags);
    for (int i = 1; i <= members; i++) {
      cluster.seats.add(cluster.freeSeat(i));
    }
    for (int i = 0; i < members; i++) {
      cluster.start(i, "new");
    }
    for (int i = 0; i < members; i++) {
      int member = i;
      await(
          Duration.ofSeconds(20),
          () -> {
            try (EtcdConnection connection = cluster.connect(member)) {
              return connection
                  .maintenance()
                  .status()
                  .found()
                  .flatMap(status -> status.raft().leader())
                  .isPresent();
            }
          });
    }
    return cluster;
  }

  /** A free place, without a member yet. */
  public Seat addSeat() {
    Seat seat = freeSeat(seats.size() + 1);
    seats.add(seat);
    return seat;
  }

  private Seat freeSeat(int number) {
    String address = "127.0.0." + number;
    return new Seat("m" + number, address, freePort(address), freePort(address));
  }

  /** A port that nobody listens on at the moment. */
  public static int freePort(String address) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the member of a place. */
  public void start(int index, String clusterState) {
    Seat seat = seats.get(index);
    String scheme = certificates.isPresent() ? "https" : "http";
    String clientUrl = scheme + "://" + seat.address() + ":" + seat.clientPort();
    String initial =
        seats.stream().map(s -> s.name() + "=" + s.peerUrl()).collect(Collectors.joining(","));
    List<String> command =
        new ArrayList<>(
            List.of(
                binaries.resolve("etcd").toString(),
                "--name=" + seat.name(),
                "--data-dir=" + dataDirectory(index),
                "--listen-client-urls=" + clientUrl,
                "--advertise-client-urls=" + clientUrl,
                "--listen-peer-urls=" + seat.peerUrl(),
                "--initial-advertise-peer-urls=" + seat.peerUrl(),
                "--initial-cluster=" + initial,
                "--initial-cluster-token=lab",
                "--initial-cluster-state=" + clusterState));
    certificates.ifPresent(made -> command.addAll(tlsFlags(made)));
    command.addAll(extraFlags);
    run(command, directory.resolve(seat.name() + ".log"), index);
  }

  private static List<String> tlsFlags(LabCertificates made) {
    return List.of(
        "--cert-file=" + made.path("server.crt"),
        "--key-file=" + made.path("server.key"),
        "--trusted-ca-file=" + made.path("ca.crt"),
        "--client-cert-auth");
  }

  private void run(List<String> command, Path log, int index) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("ETCD_"));
    try {
      Process process = builder.start();
      if (index < processes.size()) {
        processes.set(index, process);
      } else {
        processes.add(process);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The places in order. */
  public List<Seat> seats() {
    return List.copyOf(seats);
  }

  /** Where a member keeps its data. */
  public Path dataDirectory(int index) {
    return directory.resolve(seats.get(index).name());
  }

  /** Where a member is reached, with the certificate named {@code client} where TLS is on. */
  public EtcdEndpoint endpoint(int index) {
    Seat seat = seats.get(index);
    return certificates
        .map(
            made ->
                EtcdEndpoint.secure(seat.address(), seat.clientPort(), made.mutual("ca", "client")))
        .orElseGet(() -> EtcdEndpoint.plain(seat.address(), seat.clientPort()));
  }

  /** A connection with limits that suit a test. */
  public EtcdConnection connect(int index) {
    return connect(endpoint(index));
  }

  /** A connection to any endpoint, with limits that suit a test. */
  public static EtcdConnection connect(EtcdEndpoint endpoint) {
    CallLimits limits = CallLimits.standard().withCall(Duration.ofSeconds(3));
    return EtcdConnection.open(endpoint, limits).found().orElseThrow();
  }

  /** Stops a process where it stands, as a frozen machine would. */
  public void freeze(int index) {
    signal("-STOP", index);
  }

  /** Lets a frozen process go on. */
  public void thaw(int index) {
    signal("-CONT", index);
  }

  private void signal(String name, int index) {
    LabCommand.run(directory, List.of("kill", name, String.valueOf(processes.get(index).pid())));
  }

  /** Ends a member without warning. */
  public void kill(int index) {
    end(processes.get(index));
  }

  private static void end(Process process) {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs etcdctl or etcdutl of the same version, which prints to standard output. */
  public String tool(String program, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("env", "ETCDCTL_API=3", binaries.resolve(program).toString()));
    command.addAll(List.of(arguments));
    return LabCommand.run(directory, command);
  }

  /** Waits until something is true; fails the test when it does not become so. */
  public static void await(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not true within " + limit);
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  @Override
  public void close() {
    processes.forEach(LabEtcd::end);
    if (!Files.isDirectory(directory)) {
      throw new IllegalStateException("the lab's directory is gone: " + directory);
    }
  }
}
